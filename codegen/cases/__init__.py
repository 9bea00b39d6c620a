"""Bodies with a verdict and the limit each one probes: the one source of bodies for all tests."""

from codegen.cases.boundaries import Case, boundary_cases
from codegen.cases.samples import NoSample, sample, sample_object

__all__ = ["Case", "NoSample", "boundary_cases", "sample", "sample_object"]
