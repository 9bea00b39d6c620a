"""A module that cannot be written or imported is told with its place, and no other suffers."""

from pathlib import Path

import pytest
from fal_codegen.emit import models, package
from fal_codegen.emit.prepared import Prepared

from tests.cli.conftest import PAINT, RETOUCH, Desk, changed, contents, document

Said = pytest.CaptureFixture[str]
WRITTEN = models.models
MODULES = "generated/python/fal_endpoints"


def poisoned(prepared: Prepared, templates: Path) -> str:
    """Fail at a field of one name, and write what fails at its import for one of another."""
    names = {name for each in prepared.definitions.values() for name in each.get("properties", {})}  # type: ignore[union-attr]
    if "boom" in names:
        raise RecursionError("too deep")
    if "bang" in names:
        return f"{WRITTEN(prepared, templates)}\n\nclass Bang(Missing):\n    pass\n"
    if "bash" in names:
        return "def (:\n"
    return WRITTEN(prepared, templates)


@pytest.mark.deep
@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("boom", "cannot be written as python: RecursionError: too deep"),
        ("bang", "the module cannot be imported: NameError: name 'Missing' is not defined"),
        ("bash", "cannot be written as python: SyntaxError: "),
    ],
)
def test_what_keeps_a_module_from_being_used_is_told_and_the_others_are_written(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch, field: str, message: str
) -> None:
    monkeypatch.setattr(package, "models", poisoned)
    spoilt = changed(document(RETOUCH), f"Ask/properties/{field}", {"type": "string"})
    desk.serves(RETOUCH, spoilt)
    desk.serves(PAINT, changed(document(PAINT), "Ask/properties/num_images/maximum", 2))
    assert desk.fetch() == 0
    before = contents(desk.root / MODULES)
    capsys.readouterr()
    assert desk.run("generate") == 1
    shown = capsys.readouterr().err
    assert shown.startswith(
        f"warning: {RETOUCH}: /components/schemas/Ask/properties/{field}: {message}"
    )
    assert shown.count("\n") == 1
    after = contents(desk.root / MODULES)
    differ = {name for name in before if before[name] != after[name]}
    assert "acme_painter.py" in differ
    assert "acme_painter_retouch.py" not in differ
    readme = (desk.root / "generated/python/README.md").read_text("utf-8")
    assert "from fal_endpoints import Fal, acme_painter\n" in readme


@pytest.mark.deep
def test_the_readme_shows_a_request_to_an_endpoint_that_has_a_module(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "models", poisoned)
    desk.serves(PAINT, changed(document(PAINT), "Ask/properties/bang", {"type": "string"}))
    assert desk.fetch() == 0
    assert desk.run("generate") == 1
    readme = (desk.root / "generated/python/README.md").read_text("utf-8")
    assert "from fal_endpoints import Fal, acme_painter_retouch\n" in readme
