"""A module that cannot be written or imported is told with its place, and no other suffers."""

import shutil
from pathlib import Path

import pytest
from fal_codegen.emit import models, package
from fal_codegen.emit.prepared import Prepared

from tests.cli.conftest import PAINT, RETOUCH, Desk, changed, contents, document

pytestmark = pytest.mark.deep

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
    assert desk.run("generate") == 2
    shown = capsys.readouterr().err
    assert shown.startswith(
        f"error: {RETOUCH}: /components/schemas/Ask/properties/{field}: {message}"
    )
    assert shown.count("\n") == 1
    after = contents(desk.root / MODULES)
    differ = {name for name in before if before[name] != after[name]}
    assert "acme_painter.py" in differ
    assert "acme_painter_retouch.py" not in differ
    readme = (desk.root / "generated/python/README.md").read_text("utf-8")
    assert "from fal_endpoints import Fal, acme_painter\n" in readme


def test_the_readme_shows_a_request_to_an_endpoint_that_has_a_module(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "models", poisoned)
    desk.serves(PAINT, changed(document(PAINT), "Ask/properties/bang", {"type": "string"}))
    assert desk.fetch() == 0
    assert desk.run("generate") == 2
    readme = (desk.root / "generated/python/README.md").read_text("utf-8")
    assert "from fal_endpoints import Fal, acme_painter_retouch\n" in readme


def test_what_was_made_of_an_older_contract_stays_and_is_told_as_often_as_it_is_asked_for(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "models", poisoned)
    before = contents(desk.root / MODULES)
    desk.serves(RETOUCH, changed(document(RETOUCH), "Ask/properties/boom", {"type": "string"}))
    assert desk.fetch() == 0
    for arguments in (["generate"], ["generate"], ["generate", "--check"]):
        capsys.readouterr()
        assert desk.run(*arguments) == 2
        assert capsys.readouterr().err.startswith(f"error: {RETOUCH}: /components/schemas/Ask/")
    assert contents(desk.root / MODULES) == before
    monkeypatch.undo()
    assert desk.run("generate") == 0
    assert "boom" in contents(desk.root / MODULES)["acme_painter_retouch.py"].decode()


PROMISES = ("python/README.md", "python/fal_endpoints/_endpoints.py")
TYPES = "python/fal_endpoints/_endpoint_types.py"
INDEX = "typescript/src/endpoints/index.ts"


def test_what_has_no_module_is_promised_nowhere(desk: Desk, capsys: Said) -> None:
    settings = desk.root / "pyproject.toml"
    table = settings.read_text("utf-8").replace(
        "[tool.fal-codegen]", '[tool.fal-codegen]\nlanguages = ["python", "typescript"]'
    )
    settings.write_text(table, "utf-8")
    shutil.rmtree(desk.root / "generated")
    file = desk.root / "contracts" / RETOUCH / "openapi.json"
    sound = file.read_bytes()
    file.write_bytes(sound.replace(b'"string"', b'"sting"', 1))
    assert desk.run("generate") == 2
    assert capsys.readouterr().err.startswith(f"error: {RETOUCH}: /")
    generated = contents(desk.root / "generated")
    for path in (*PROMISES, TYPES, INDEX):
        assert b"painter" in generated[path], path
        assert b"retouch" not in generated[path], path
    file.write_bytes(sound)
    assert desk.run("generate") == 0
    generated = contents(desk.root / "generated")
    assert all(b"retouch" in generated[path] for path in (*PROMISES, TYPES, INDEX))


def test_a_package_of_which_nothing_can_be_made_promises_nothing(desk: Desk) -> None:
    shutil.rmtree(desk.root / "generated")
    for id_ in (PAINT, RETOUCH):
        file = desk.root / "contracts" / id_ / "openapi.json"
        file.write_bytes(file.read_bytes().replace(b'"string"', b'"sting"', 1))
    assert desk.run("generate") == 2
    generated = contents(desk.root / "generated")
    assert all(b"painter" not in generated[path] for path in (*PROMISES, TYPES))
