"""What `doctor` found: versions, the source, and what to do about all that is stale."""

from collections.abc import Iterator, Mapping

from fal_codegen.pipeline import DoctorResult, Stale
from fal_codegen.report.counting import counted

_TO_DO = {
    "missing": ("endpoint", "without a contract: `fal-codegen fetch{}`"),
    "unreadable": ("contract", "that cannot be read: `fal-codegen check` says why"),
    "edited": (
        "contract",
        "not as it was fetched: `fal-codegen fetch{}`, or keep the edit in mind",
    ),
    "unlocked": ("contract", "that lock.json does not have: `fal-codegen check` says what to do"),
    "unlisted": (
        "contract",
        "that pyproject.toml does not list: `fal-codegen remove` it, or `add` it",
    ),
    "generated": ("generated file", "not what the contracts say: `fal-codegen generate`"),
    "outdated": ("generated file", "of another version or template: `fal-codegen generate`"),
    "cassette": ("cassette", "recorded before the contract changed there: `fal-codegen record`"),
    "template": ("template", "in the place of none of ours: rename or remove it"),
}
_SHOWN = 3


def say_versions(versions: Mapping[str, str]) -> list[str]:
    """Say which version there is of each tool."""
    return [f"{tool}: {version or 'not installed'}" for tool, version in versions.items()]


def say_examined(result: DoctorResult) -> Iterator[str]:
    """Say how a project's source is, and then what is to do."""
    if result.unreachable:
        yield f"source {result.source}: cannot be reached: {result.unreachable}"
    elif result.refused:
        yield f"source {result.source}: gives no document: {result.refused}"
    else:
        yield f"source {result.source}: answers"
    if result.dates:
        yield f"contracts: fetched {' to '.join(result.dates)}"
    yield from map(_to_do, result.stale)
    if result.well and not result.stale:
        yield "Nothing is to do."


def _to_do(stale: Stale) -> str:
    noun, what = _TO_DO[stale.kind]
    more = len(stale.names) - _SHOWN
    shown = ", ".join(stale.names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
    option = f" --source {stale.source}" if stale.source else ""
    return f"{counted(len(stale.names), noun)} {what.format(option)} ({shown})"
