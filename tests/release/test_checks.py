"""What keeps a release from being made is seen."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from fal_codegen import __version__

from tests.installed.environments import wheel
from tests.release.checks import complaints, published

ROOT = Path(__file__).parents[2]
GOOD = "# Log\n\n## [Unreleased]\n\n## [1.2.0] - 2027-01-31\n\n- All.\n\n## [1.1.0] - x\n"
README = """# Shop

See [the docs](docs/a.md#the-end), [below](#shop-2) and [elsewhere](https://example.com/x).

```markdown
[not a link](nowhere.md)
```

## Shop 2!
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text("# A\n\n## The end\n\n[back](../README.md)\n", "utf-8")
    (tmp_path / "README.md").write_text(README, "utf-8")
    (tmp_path / "CHANGELOG.md").write_text(GOOD, "utf-8")
    return tmp_path


def test_what_is_ready_has_nothing_against_it(root: Path) -> None:
    assert [*complaints(root, "1.2.0", "v1.2.0")] == []


@pytest.mark.parametrize(
    ("of", "by", "message"),
    [
        ("[1.2.0]", "[1.3.0]", "CHANGELOG.md has no section [1.2.0]"),
        (" - 2027-01-31", "", "has no day"),
        (" - 2027-01-31", " - soon", "has no day"),
        ("- All.", "", "says nothing"),
    ],
)
def test_the_changelog_must_have_the_version_with_its_day(
    of: str, by: str, message: str, root: Path
) -> None:
    (root / "CHANGELOG.md").write_text(GOOD.replace(of, by), "utf-8")
    (said,) = complaints(root, "1.2.0")
    assert message in said


def test_a_tag_must_be_the_version(root: Path) -> None:
    assert [*complaints(root, "1.2.0", "1.2.0")] == ["the tag is 1.2.0, and the version v1.2.0"]


@pytest.mark.parametrize(
    ("of", "by"),
    [
        ("docs/a.md#the-end", "docs/b.md"),
        ("docs/a.md#the-end", "docs/a.md#the-start"),
        ("#shop-2", "#shop-3"),
        ("docs/a.md#the-end", "../outside.md"),
    ],
)
def test_a_link_that_leads_nowhere_is_told(of: str, by: str, root: Path) -> None:
    (root.parent / "outside.md").write_text("", "utf-8")
    (root / "README.md").write_text(README.replace(of, by), "utf-8")
    (said,) = complaints(root, "1.2.0")
    assert said.startswith(f"README.md: {by}")


def test_our_own_links_lead_somewhere() -> None:
    wrong = [each for each in complaints(ROOT, __version__) if not each.startswith("CHANGELOG")]
    assert wrong == []


def test_a_link_that_leads_nowhere_from_where_a_wheel_is_published_is_seen(tmp_path: Path) -> None:
    made = tmp_path / "shop-1.0-py3-none-any.whl"
    with ZipFile(made, "w") as files:
        files.writestr("shop-1.0.dist-info/METADATA", f"Name: shop\n\n{README}")
    (said,) = published(made)
    assert "docs/a.md#the-end leads nowhere" in said


@pytest.mark.deep
def test_the_description_of_our_own_wheel_has_no_link_to_a_file(tmp_path: Path) -> None:
    made = wheel(ROOT, tmp_path)
    assert [*published(made)] == []
    with ZipFile(made) as files:
        (name,) = (each for each in files.namelist() if each.endswith("/METADATA"))
        text = files.read(name).decode()
    assert "docs/your-project.md goes on from here" in text
    assert "lie in `docs/` of the source distribution" in text
