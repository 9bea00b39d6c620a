"""Generated code, run in a process of its own."""

from fal_codegen.sandbox.run import (
    Job,
    Sandbox,
    direct_environment,
    port_command,
    run_jobs,
    sandbox,
)

__all__ = ["Job", "Sandbox", "direct_environment", "port_command", "run_jobs", "sandbox"]
