"""Bodies with a verdict and the limit each one stands at: the one source of bodies for all tests.

`bodies`, `broken_bodies` and `answers` are Hypothesis strategies of an endpoint, for tests of your
own; Hypothesis is imported when one of them is. See docs/harness.md.
"""

from typing import TYPE_CHECKING

from fal_codegen.cases.boundary_cases import (
    Case,
    CaseSet,
    boundary_cases,
    judged_cases,
    valid_body,
)
from fal_codegen.cases.boundary_values import GivenUp
from fal_codegen.cases.documented import (
    CLOSED,
    DEPTH,
    Documented,
    Key,
    broken_limits,
    documented,
    each_documented,
    type_or_enum,
)
from fal_codegen.cases.kept import kept_limits
from fal_codegen.cases.made import NoSample
from fal_codegen.cases.mutations import Mutation, mutated, mutations
from fal_codegen.cases.plain_values import LONGEST
from fal_codegen.cases.samples import Samples
from fal_codegen.front import importing

if TYPE_CHECKING:
    from fal_codegen.cases.strategies import answers, bodies, broken_bodies

__all__ = [
    "CLOSED",
    "DEPTH",
    "LONGEST",
    "Case",
    "CaseSet",
    "Documented",
    "GivenUp",
    "Key",
    "Mutation",
    "NoSample",
    "Samples",
    "answers",
    "bodies",
    "boundary_cases",
    "broken_bodies",
    "broken_limits",
    "documented",
    "each_documented",
    "judged_cases",
    "kept_limits",
    "mutated",
    "mutations",
    "type_or_enum",
    "valid_body",
]

__getattr__ = importing(__name__, {"strategies": "answers bodies broken_bodies"})
