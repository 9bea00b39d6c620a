"""What keeps a release from being made, as sentences; none where nothing does."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

_SECTION = re.compile(r"^## \[(?P<version>[^]]+)\](?: - (?P<day>\S+))?$", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|\[[^\]]*\])*\]\((?P<to>[^)\s]+)\)")
_FENCED = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#+ (?P<title>.+)$", re.MULTILINE)


def complaints(root: Path, version: str, tag: str = "") -> Iterator[str]:
    """Give what is wrong: the tag, the changelog, the links of README and docs."""
    if tag and tag != f"v{version}":
        yield f"the tag is {tag}, and the version v{version}"
    yield from _changelog((root / "CHANGELOG.md").read_text("utf-8"), version)
    for file in (root / "README.md", *sorted((root / "docs").glob("*.md"))):
        yield from _links(root, file)


def published(wheel: Path) -> Iterator[str]:
    """Give the links of a wheel's description that lead nowhere beside no files, as on PyPI."""
    with ZipFile(wheel) as files:
        (name,) = (each for each in files.namelist() if each.endswith(".dist-info/METADATA"))
        text = files.read(name).decode()
    for link in _LINK.finditer(_FENCED.sub("", text)):
        parts = urlsplit(link["to"])
        if not parts.scheme and parts.path:
            yield f"{wheel.name}: {link['to']} leads nowhere from where it is published"


def _changelog(text: str, version: str) -> Iterator[str]:
    found = [*_SECTION.finditer(text)]
    mine = next((each for each in found if each["version"] == version), None)
    if mine is None:
        yield f"CHANGELOG.md has no section [{version}]: give what is [Unreleased] that name"
        return
    after = next((each.start() for each in found if each.start() > mine.start()), len(text))
    if "\n- " not in text[mine.end() : after]:
        yield f"CHANGELOG.md: section [{version}] says nothing"
    try:
        date.fromisoformat(mine["day"] or "")
    except ValueError:
        yield f"CHANGELOG.md: section [{version}] has no day such as 2027-01-31"


def _links(root: Path, file: Path) -> Iterator[str]:
    """Give the links within the repository that lead nowhere; others are not asked for."""
    name = file.relative_to(root)
    for link in _LINK.finditer(_FENCED.sub("", file.read_text("utf-8"))):
        parts = urlsplit(link["to"])
        if parts.scheme or parts.netloc:
            continue
        target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
        if not target.exists() or not target.is_relative_to(root.resolve()):
            yield f"{name}: {link['to']} leads nowhere"
        elif parts.fragment and target.suffix == ".md" and parts.fragment not in _anchors(target):
            yield f"{name}: {link['to']}: there is no such heading"


def _anchors(file: Path) -> set[str]:
    """Give what GitHub calls the headings of a file."""
    titles = _HEADING.findall(_FENCED.sub("", file.read_text("utf-8")))
    kept = (re.sub(r"[^\w\- ]", "", title.lower()) for title in titles)
    return {each.strip().replace(" ", "-") for each in kept}
