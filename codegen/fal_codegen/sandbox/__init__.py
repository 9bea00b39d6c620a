"""Generated code, run in a process of its own."""

from fal_codegen.sandbox.run import Job, direct_environment, port_command, run_jobs

__all__ = ["Job", "direct_environment", "port_command", "run_jobs"]
