"""What makes the package installable: its settings, its README, its name."""

import importlib
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from fal_codegen.contract import Document, EndpointId, Json, pretty
from fal_codegen.emit import (
    ModuleSpec,
    Package,
    emit_frame,
    emit_modules,
    emit_readme,
)
from fal_codegen.emulator import emulator, running
from fal_codegen.pipeline.generating.modules import ModuleTask, first_example

from tests.documents import family
from tests.emit.conftest import ROOT, TEMPLATES, endpoint_of

PAINT = EndpointId("fal-ai/nano-banana")
NAMES = ("shop_fal", "other_fal")


def asking(field: dict[str, Json], name: str = "prompt") -> Document:
    """Give a document whose request needs one field."""
    document: Any = family()[PAINT]
    schema = next(
        each for title, each in document["components"]["schemas"].items() if title.endswith("Input")
    )
    schema.update(properties={name: field}, required=[name])
    return {**document}


def readme(document: Document) -> str:
    package = Package("shop_fal", "1.2.0", {PAINT: "nano_banana"})
    task = ModuleTask(PAINT, "nano_banana", pretty(document))
    return emit_readme(package, first_example([task]), TEMPLATES)


def code(text: str) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def test_the_settings_name_the_package_and_what_it_needs() -> None:
    files = emit_frame(Package("shop__fal", "1.2.0", {PAINT: "nano_banana"}), TEMPLATES)
    settings = tomllib.loads(files["python/pyproject.toml"])
    assert settings["project"]["name"] == "shop-fal"
    assert settings["project"]["version"] == "1.2.0"
    assert settings["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["shop__fal"]
    assert [re.split("[<>=!]", each)[0] for each in settings["project"]["dependencies"]] == [
        "anyio",
        "httpcore",
        "httpx",
        "pydantic",
        "typing-extensions",
    ]
    assert "python/shop__fal/py.typed" in files
    assert "nano_banana.Input" in files["python/shop__fal/_endpoint_types.py"]


def test_no_file_of_a_package_with_another_name_speaks_of_ours() -> None:
    package = Package("shop_fal", "1.2.0", {PAINT: "nano_banana"})
    spec = ModuleSpec(endpoint_of(family()[PAINT]), "nano_banana", "0" * 64)
    files = emit_frame(package, TEMPLATES) | emit_modules([spec], "shop_fal", TEMPLATES)
    files["README.md"] = readme(family()[PAINT])
    assert not [path for path, text in files.items() if re.search("fal.endpoints", text)]


@pytest.mark.parametrize(
    ("field", "name", "written"),
    [
        ({"type": "string", "examples": ['a "cat"\n```']}, "prompt", r'prompt="a \"cat\"\n```",'),
        ({"type": "array", "items": {"type": "number"}, "minItems": 2}, "sizes", "sizes=[1, 2],"),
        ({"type": "boolean"}, "on", "on=True,"),
        ({"type": "string"}, "class", '{"class": "a"},'),
        ({"type": "string"}, "Ünder", '{"Ünder": "a"},'),
        ({"type": "object", "properties": {}}, "extra", '{"extra": {}},'),
    ],
)
def test_the_readme_shows_a_request_that_can_be_written_so(
    field: dict[str, Json], name: str, written: str
) -> None:
    (example,) = code(readme(asking(field, name)))
    assert written in [line.strip() for line in example.splitlines()]
    compile(example, "example.py", "exec")


def test_a_readme_without_a_known_request_shows_none() -> None:
    text = readme(asking({"type": "string", "pattern": "^b$", "minLength": 5}))
    assert code(text) == []
    assert "| [`fal-ai/nano-banana`]" in text


def test_two_packages_live_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = family()[PAINT]
    spec = ModuleSpec(endpoint_of(document), "nano_banana", "0" * 64)
    for name in NAMES:
        package = Package(name, "1.2.0", {PAINT: "nano_banana"})
        files = emit_frame(package, TEMPLATES) | emit_modules([spec], name, TEMPLATES)
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, "utf-8")
    monkeypatch.syspath_prepend(tmp_path / "python")  # pyright: ignore[reportUnknownMemberType] - untyped here
    one, other = map(importlib.import_module, NAMES)
    try:
        with running(emulator({PAINT: document})) as front:
            for client in (one, other):
                module = importlib.import_module(f"{client.__name__}.nano_banana")
                with client.Fal(gateway=front, key="any") as fal:
                    answer = fal.run(module.Input(prompt="a cat in the sun", num_images=2))
                assert len(answer.images) == 2
                assert isinstance(answer, module.Output)
        assert one.FalError is not other.FalError
        assert one.nano_banana.Input is not other.nano_banana.Input
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] in NAMES]:
            del sys.modules[name]


def test_the_committed_readme_is_our_own() -> None:
    text = (ROOT / "generated/python/README.md").read_text("utf-8")
    assert text.startswith("# fal-endpoints\n")
    for id_ in family():
        assert f"[`{id_}`](https://fal.ai/models/{id_})" in text
