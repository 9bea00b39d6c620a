"""GitHub annotations: workflow commands, which a runner reads off a step's output.

GitHub shows ten of a kind for a step
(https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands).
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from fal_codegen.check import SEVERITIES, Severity
from fal_codegen.pipeline import Report
from fal_codegen.report.entries import Entry, entries, left_out, untold

_MOST = 10
_COMMANDS: Mapping[Severity, str] = MappingProxyType(
    {"error": "error", "warning": "warning", "note": "notice"}
)
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def render(report: Report, whole: str) -> str:
    """Give a line for each entry, the worst first; the tenth of a kind says how many are left."""
    unaccepted = [entry for entry in entries(report) if not entry.accepted]
    lines = [line for each in SEVERITIES for line in _kind(each, unaccepted, untold(report), whole)]
    return "".join(f"{line}\n" for line in lines)


def _kind(severity: Severity, found: list[Entry], missing: list[str], whole: str) -> Iterator[str]:
    lines = [_line(entry) for entry in found if entry.severity == severity]
    if severity == "error":
        lines = [*(_command("error", "cannot tell", each) for each in missing), *lines]
    cut = len(lines) > _MOST
    shown = lines[: _MOST - 1] if cut else lines
    yield from shown
    if cut:
        title = "fal-codegen"
        yield _command(_COMMANDS[severity], title, left_out(len(lines) - len(shown), whole))


def _line(entry: Entry) -> str:
    spot = entry.spot
    place = {"file": spot.path, "line": str(spot.line), "col": str(spot.column)}
    said = f"{entry.line} [{entry.rule} {entry.id}]"
    return _command(_COMMANDS[entry.severity], f"{entry.level}: {entry.endpoint}", said, place)


def _command(
    name: str, title: str, message: str, place: Mapping[str, str] = MappingProxyType({})
) -> str:
    properties = {**place, "title": title}
    fields = ",".join(f"{key}={each.translate(_PROPERTY)}" for key, each in properties.items())
    return f"::{name} {fields}::{message.translate(_DATA)}"
