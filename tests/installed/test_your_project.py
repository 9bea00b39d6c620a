"""docs/your-project.md from its first line to its last, with an installed wheel alone."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.installed.environments import ROOT, Environment, lowest, wheel

pytestmark = pytest.mark.deep

PAGE = (ROOT / "docs/your-project.md").read_text("utf-8")
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
EXITS = re.compile(r" # exits (\d)$")


class Step(NamedTuple):
    """A command of the page, what it should print, and a file that stands before it."""

    command: str
    output: list[str]
    files: dict[str, str]


def steps(page: str) -> Iterator[Step]:
    files: dict[str, str] = {}
    for kind, text in BLOCK.findall(page):
        if kind == "python":
            name, _, code = text.partition("\n")
            files[name.removeprefix("# ")] = code
            continue
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            command, *output = part.splitlines()
            yield Step(command, output, files)
            files = {}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    given = os.environ.get("FAL_CODEGEN_WHEEL", "")  # the very one that is to be published
    return Path(given).resolve() if given else wheel(ROOT, tmp_path_factory.mktemp("dist"))


def documents(folder: Path) -> None:
    """Lay the shipped documents into a folder as `--source` reads them."""
    for file in (ROOT / "contracts").rglob("openapi.json"):
        id_ = file.parent.relative_to(ROOT / "contracts").as_posix()
        place = folder / f"{id_}.json"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, place)


def test_a_strangers_day_goes_as_the_page_says(built: Path, tmp_path: Path) -> None:
    documents(tmp_path / "documents")
    day = [*steps(PAGE)]
    assert len(day) > 25
    script = ["set +e"]
    for number, step in enumerate(day):
        for name, code in step.files.items():
            (tmp_path / f"file{number}").write_text(code, "utf-8")
            script.append(f"cp {tmp_path}/file{number} {name}")
        command = step.command.replace("./fal-codegen", str(built))
        script.append(f"{{ {command}\n}} > {tmp_path}/out{number} 2>&1; code=$?")
        script.append(f"echo $code > {tmp_path}/code{number}")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "FAL_", "COV", "PYTEST", "VIRTUAL_ENV"))
    }
    done = subprocess.run(
        ["/bin/bash", "-c", "\n".join(script)],
        cwd=tmp_path,
        env=kept,
        capture_output=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == (b"", b"")
    for number, step in enumerate(day):
        said = (tmp_path / f"out{number}").read_text("utf-8")
        exited = int((tmp_path / f"code{number}").read_text("utf-8"))
        expected = int(output[1]) if (output := EXITS.search(step.command)) else 0
        assert exited == expected, f"{step.command}\n{said}"
        assert "Traceback" not in said
        for line in step.output:
            assert line in said, f"{step.command}\n{said}"


def test_the_oldest_that_it_allows_works_in_a_folder_with_a_codegen_of_its_own(
    built: Path, tmp_path: Path
) -> None:
    environment = Environment.made(tmp_path / "venv")
    environment.install(built, *lowest(built))
    project = tmp_path / "project"
    for name in ("codegen", "fal_codegen"):
        (project / name).mkdir(parents=True)
        (project / name / "__init__.py").write_text("raise ImportError('not ours')\n", "utf-8")
    documents(tmp_path / "documents")
    command = str(environment.folder / "bin/fal-codegen")
    for verb in (
        ["init", ".", "fal-ai/nano-banana"],
        ["fetch", "--source", "../documents"],
        ["generate"],
        ["record"],
        ["check"],
        ["drift", "--source", "../documents"],
    ):
        done = subprocess.run(
            [command, *verb], cwd=project, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{verb}\n{done.stdout}\n{done.stderr}"
