"""Generated code, run in a process of its own."""

from fal_codegen.sandbox.run import Job, run_jobs

__all__ = ["Job", "run_jobs"]
