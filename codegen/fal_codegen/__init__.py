"""fal-codegen: typed clients and contract tests for the fal.ai model API."""

__version__ = "0.1.0"
