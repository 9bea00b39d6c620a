"""Where contracts and recordings came from: the emulator is never passed off as fal."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from fal_codegen.contract import EndpointId
from fal_codegen.project import Provenance
from fal_codegen.report.counting import counted

REPEATED = "cannot tell: the emulator would repeat this project's own document"

UNTOLD = "–"  # noqa: RUF001 - a dash of its own, where a hyphen would read as minus

_ORIGINS = {
    "live": "from fal.ai",
    "folder": "from a folder of documents",
    "emulator": "from our emulator, not from fal.ai",
    "running emulator": "from an emulator of ours that was running, not from fal.ai",
    "unknown": "of unknown origin",
}

_RECORDED = {
    "live": "recorded from fal.ai",
    "har": "imported from HAR files",
    "emulator": "recorded from our emulator, not from fal.ai",
}


def say_origins(origins: Iterable[Provenance]) -> list[str]:
    """Say of contracts where they came from, a line for each origin."""
    alike = Counter((each.source, each.date, each.basis) for each in origins)
    return [f"{counted(count, 'contract')} {_origin(*origin)}." for origin, count in alike.items()]


def say_basis(basis: Mapping[EndpointId, str]) -> list[str]:
    """Say what the emulator's documents were made of, a line for each answer."""
    return [
        f"The emulator's {counted(count, 'document')}: {basis_of_some}; not fal.ai's own."
        for basis_of_some, count in Counter(basis.values()).items()
    ]


def say_recorded(sources: Mapping[str, int]) -> list[str]:
    """Say whom cassettes were recorded from, a line for each source."""
    return [
        f"{counted(count, 'cassette')} {_RECORDED.get(source, source)}."
        for source, count in sorted(sources.items())
    ]


def say_repeated(repeated: Collection[EndpointId]) -> str:
    """Say of which endpoints nothing can be learned, and what to do."""
    first, *others = repeated
    named = f"{first} and {len(others)} more" if others else first
    return f"{named}: {REPEATED}; ask another source, `--source live` or a folder"


def _origin(source: str, date: str, basis: str) -> str:
    said = _ORIGINS.get(source, source)
    return ", ".join(each for each in (said, date) if each) + (f" ({basis})" if basis else "")
