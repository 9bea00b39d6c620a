"""What to do about findings: the commands name the source that a document came from."""

import pytest
from fal_codegen.check import Finding, rules
from fal_codegen.check.rule import Rule
from fal_codegen.contract import FilePlace, items_of, node_of
from fal_codegen.pipeline.checking.origins import from_where_they_came
from fal_codegen.project import Lock, Provenance
from fal_codegen.report.data import finding_data

from tests.check.conftest import PAINT

EDITED = Finding(rules.CONTRACT_EDITED, PAINT, FilePlace("openapi.json"))


def told(source: str, came_from: str, finding: Finding = EDITED) -> str:
    lock = Lock({PAINT: Provenance(came_from, "2026-11-01", "0")})
    (found,) = from_where_they_came([finding], source, lock)
    assert found.id == finding.id
    assert node_of(items_of(finding_data([found]))[0])["remedy"] == found.remedy
    return found.remedy


@pytest.mark.parametrize(
    ("source", "came_from", "option"),
    [
        ("live", "folder", " --source FOLDER"),
        ("live", "emulator", " --source emulator"),
        ("live", "running emulator", " --source URL"),
        ("emulator", "live", " --source live"),
        ("live", "live", ""),
        ("emulator", "emulator", ""),
        ("documents", "folder", ""),
        ("http://127.0.0.1:8787", "running emulator", ""),
        ("live", "reconstructed from documentation", ""),
    ],
)
def test_a_document_is_fetched_again_from_where_it_came(
    source: str, came_from: str, option: str
) -> None:
    assert told(source, came_from) == (
        f"`fal-codegen fetch{option}` brings the fetched one back; then `fal-codegen generate`."
    )


def test_what_stands_beside_a_finding_knows_its_source_too() -> None:
    whole = Finding(rules.WITNESSES_DIFFER, PAINT, FilePlace("x"), beside=(EDITED,))
    assert "`fal-codegen drift --source FOLDER` tells" in told("live", "folder", whole)
    lock = Lock({PAINT: Provenance("folder", "2026-11-01", "0")})
    (found,) = from_where_they_came([whole], "live", lock)
    assert "--source FOLDER" in found.beside[0].remedy


@pytest.mark.parametrize(
    "rule", [rules.CASSETTE_STALE, rules.CASSETTE_UNKNOWN, rules.CASSETTE_UNDECIDED]
)
def test_a_recording_of_fal_s_pictures_is_renewed_with_media(rule: Rule) -> None:
    assert "`--source live`, with `--media` for those below asked/" in rule.remedy
