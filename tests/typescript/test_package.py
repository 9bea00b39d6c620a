"""The package as npm packs it, in a project that has nothing else; and what its page shows."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from fal_codegen.contract import EndpointId
from fal_codegen.emulator import emulator, running

from tests.documents import family
from tests.typescript.node import ROOT, copied, needs_node, node, tool

NPM = shutil.which("npm") or ""
pytestmark = [
    needs_node,
    pytest.mark.skipif(not NPM, reason="npm is missing"),
    pytest.mark.deep,
]
EXAMPLES = re.findall(
    r"```ts\n(.*?)```", (ROOT / "docs/typescript.md").read_text("utf-8"), re.DOTALL
)
GIVEN = (
    'const input = { prompt: "make it night", image_urls: ["https://example.com/day.png"] };\n',
    """const file = new Blob(["hi"], { type: "text/plain" });
const body = "{}";
const headers = new Headers();
""",
)
"""What the examples leave to the reader."""
MISTYPED = """
// @ts-expect-error: a prompt is no URL
export const refused = () => own.run(edit, { prompt: file, image_urls: [file] });
// @ts-expect-error: this client uploads nothing
export const alone = () => fal.run(edit, { prompt: "night", image_urls: [file] });
"""
STRICT = "--strict --target es2022 --lib es2023,dom,dom.iterable,dom.asynciterable"


def npm(*arguments: str, cwd: Path) -> str:
    quiet = ["--offline", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    done = subprocess.run(
        [NPM, *arguments, *quiet], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pack the client and install it in a project of a stranger's."""
    root = tmp_path_factory.mktemp("npm")
    package = copied(root / "client")
    (packed,) = json.loads(npm("pack", "--json", cwd=package))
    files = {each["path"] for each in packed["files"]}
    assert {"README.md", "package.json", "dist/index.js", "dist/index.d.ts"} <= files
    assert {each.split("/")[0] for each in files} == {"README.md", "package.json", "dist", "src"}
    home = root / "project"
    home.mkdir()
    (home / "package.json").write_text('{"type": "module", "private": true}', "utf-8")
    npm("install", str(package / packed["filename"]), cwd=home)
    return home


def program() -> str:
    first, jobs, beside = (example.replace("const answer = await handle", "await handle")
                           for example in EXAMPLES)  # fmt: skip
    return "".join((first, GIVEN[0], jobs, GIVEN[1], beside))


@pytest.mark.parametrize("resolution", ["bundler", "node16"])
def test_its_types_are_found_and_its_page_compiles(project: Path, resolution: str) -> None:
    (project / "page.ts").write_text(program() + MISTYPED, "utf-8")
    module = "esnext" if resolution == "bundler" else "node16"
    options = [*STRICT.split(), "--module", module, "--moduleResolution", resolution]
    assert tool("tsc", "page.ts", "--noEmit", *options, cwd=project) == (0, "")


def test_its_page_runs_as_it_stands(project: Path) -> None:
    (project / "page.ts").write_text(program().partition("const delivery")[0], "utf-8")
    options = [*STRICT.split(), "--module", "node16", "--outDir", "made"]
    assert tool("tsc", "page.ts", *options, cwd=project) == (0, "")
    documents = {EndpointId(id_): each for id_, each in family().items()}
    with running(emulator(documents, key="a:key")) as url:
        made = (project / "made/page.js").read_text("utf-8")
        said = node(made, project, FAL_KEY="a:key", FAL_GATEWAY=url)
    assert "/v3.fal.media/" in said.splitlines()[0]
    assert "COMPLETED" in said
