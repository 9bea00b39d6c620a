"""What became of a HAR file: what was taken, what was passed over, and why."""

from collections import defaultdict
from collections.abc import Iterator

from fal_codegen.pipeline import Imported
from fal_codegen.report.counting import counted

_SHOWN = 5
"""Places that a line names."""


def imported_lines(made: Imported) -> Iterator[str]:
    """Say it of a file, a line for each reason."""
    name, total = made.file.name, sum(made.taken.values())
    by_endpoint = ", ".join(f"{id_} {count}" for id_, count in made.taken.items())
    whose = f": {by_endpoint}" if made.taken else ""
    yield f"{name}: {total} of {total + len(made.passed)} entries taken{whose}"
    places: defaultdict[str, list[str]] = defaultdict(list)
    for passed in made.passed:
        places[passed.why].append(passed.place)
    for why, where in places.items():
        more = f" and {len(where) - _SHOWN} more" if len(where) > _SHOWN else ""
        yield f"{name}: {len(where)} passed over: {why}: {', '.join(where[:_SHOWN])}{more}"
    if made.shortened:
        yield f"{name}: {counted(made.shortened, 'data URI')} shortened"
