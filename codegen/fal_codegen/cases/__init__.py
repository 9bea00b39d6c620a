"""Bodies with a verdict and the limit each one probes: the one source of bodies for all tests."""

from fal_codegen.cases.boundaries import (
    Case,
    CaseSet,
    boundary_cases,
    judged_cases,
    valid_body,
)
from fal_codegen.cases.mutations import Mutation, mutated, mutations
from fal_codegen.cases.probes import Unprobed
from fal_codegen.cases.samples import NoSample, Samples

__all__ = [
    "Case",
    "CaseSet",
    "Mutation",
    "NoSample",
    "Samples",
    "Unprobed",
    "boundary_cases",
    "judged_cases",
    "mutated",
    "mutations",
    "valid_body",
]
