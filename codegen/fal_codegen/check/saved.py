"""Bodies that disagreed once, kept as data: contracts/<endpoint id>/cases.json."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from fal_codegen.contract import Json, canonical

SAVED = "cases.json"


@dataclass(frozen=True, slots=True)
class SavedBody:
    """A body of a request (`input`) or an answer (`output`).

    `place` and `keyword` name the one limit that it breaks, as a `Case` does; both are empty for a
    body that is held to nothing but agreement.
    """

    side: Literal["input", "output"]
    body: Json
    place: str = ""
    keyword: str = ""


def read_saved(value: Json) -> tuple[SavedBody, ...]:
    """Read the file's JSON. Raises `ValueError` naming a wrong entry."""
    cases = value.get("cases") if isinstance(value, dict) else None
    if not isinstance(cases, list):
        raise ValueError('not {"cases": […]}')  # noqa: TRY004 - the value came from a file
    return tuple(_saved(number, case) for number, case in enumerate(cases))


def write_saved(bodies: Sequence[SavedBody]) -> Json:
    """Spell bodies as the file's JSON, none twice."""
    distinct: dict[str, Json] = {}
    for each in bodies:
        case: Json = {name: value for name, value in asdict(each).items() if value != ""}
        distinct.setdefault(canonical(case), case)
    return {"cases": [*distinct.values()]}


def _saved(number: int, case: Json) -> SavedBody:
    here = f"/cases/{number}"
    if not isinstance(case, dict) or "body" not in case:
        raise ValueError(f"{here}: a case has a side and a body")
    side, place, keyword = (case.get(name, "") for name in ("side", "place", "keyword"))
    if side not in ("input", "output"):
        raise ValueError(f"{here}/side: input or output")
    if not isinstance(place, str) or not isinstance(keyword, str):
        raise ValueError(f"{here}: place and keyword are texts")  # noqa: TRY004 - as above
    return SavedBody("input" if side == "input" else "output", case["body"], place, keyword)
