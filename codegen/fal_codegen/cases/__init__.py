"""Bodies with a verdict and the limit each one probes: the one source of bodies for all tests."""

from fal_codegen.cases.boundaries import Case, boundary_cases, judged_cases
from fal_codegen.cases.mutations import Mutation, mutated, mutations
from fal_codegen.cases.samples import NoSample, sample, sample_object

__all__ = [
    "Case",
    "Mutation",
    "NoSample",
    "boundary_cases",
    "judged_cases",
    "mutated",
    "mutations",
    "sample",
    "sample_object",
]
