"""What the generator's hash covers: everything that shapes the output, and nothing else."""

from pathlib import Path

import pytest
from fal_codegen.pipeline.generating import generator_hash

FILES = {
    "__init__.py": "import os",
    "maker.py": "from house.reader import read\nfrom house.words import Word as _Word\n",
    "unused.py": "import never",
    "reader/__init__.py": "from .deep import read\nfrom house.reader.other import more\n",
    "reader/deep.py": "import json, yaml\nfrom ..judge import asked\nfrom . import beside\n",
    "reader/beside.py": "def late():\n    import jinja2.ext\n    from house import late\n",
    "reader/other.py": "import httpx",
    "judge/__init__.py": "from house.judge.law import law\nasked = 1\n",
    "judge/law.py": "from jsonschema_rs import *",
    "late.py": "from house.maker import read\n",
    "words.py": "class Word: ...\n",
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        file = tmp_path / "house" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path / "house"


def test_imports_are_followed_to_where_a_name_is_defined(house: Path) -> None:
    code, tools = generator_hash.shaping("house.maker", house)
    assert set(code) == {
        "house.maker",
        "house.words",
        "house.reader.deep",
        "house.reader.beside",
        "house.judge",
        "house.judge.law",
        "house.late",
    }
    assert tools == {"yaml", "jinja2", "jsonschema_rs"}


def digest(house: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(generator_hash, "_ROOT", house)
    monkeypatch.setattr(generator_hash, "_MAKER", "house.maker")
    return generator_hash.generator_digest({"module.jinja": "{{ text }}"})


@pytest.mark.deep
@pytest.mark.parametrize("path", FILES)
def test_the_hash_changes_with_what_is_imported_and_with_nothing_else(
    house: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    before = digest(house, monkeypatch)
    with (house / path).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    imported = path not in ("__init__.py", "unused.py", "reader/__init__.py", "reader/other.py")
    assert (digest(house, monkeypatch) != before) is imported


def test_the_hash_changes_with_the_version_of_a_library(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digest(house, monkeypatch)
    monkeypatch.setattr(generator_hash, "version", lambda name: f"{name} of tomorrow")  # pyright: ignore[reportUnknownArgumentType, reportUnknownLambdaType] - untyped here
    assert digest(house, monkeypatch) != before


def test_the_hash_changes_with_a_template() -> None:
    assert generator_hash.generator_digest({"a": "1"}) != generator_hash.generator_digest(
        {"a": "2"}
    )


def test_what_reads_and_renders_counts_and_what_serves_and_checks_does_not() -> None:
    code, tools = generator_hash.shaping(
        vars(generator_hash)["_MAKER"], vars(generator_hash)["_ROOT"]
    )
    rooms = {name.split(".")[1] for name in code}
    assert rooms == {*"cases contract emit judge openapi pipeline prose scratch".split()}
    assert tools == {"datamodel_code_generator", "jinja2", "jsonschema_rs", "ruff"}
