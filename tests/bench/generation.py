"""Measure, print a table, and write it into README between its marks."""

import json
import os
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from codegen.cli import main as fal_codegen
from tests.bench.measure import Measured, machine, run, tool

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("FAL_CODEGEN_CORPUS", ROOT / "../shared/corpus"))
MANY = 5_000
SAMPLE = 20
_PEER = "as fast per endpoint as openapi-python-client, one process each"
_FLOOR = "import httpx, pydantic\nclass Least(pydantic.BaseModel):\n    x: int"
MARKS = re.compile(r"(<!-- bench -->\n).*(<!-- /bench -->)", re.DOTALL)


def project(root: Path, count: int) -> Path:
    """Make a project of so many endpoints: the catalogue's, and copies under other ids."""
    folder = root / f"documents{count}"
    found = sorted((CORPUS / "catalogue-2026-05-12").rglob("*.json"))
    for number in range(count):
        source = found[number % len(found)]
        id_ = source.relative_to(CORPUS / "catalogue-2026-05-12").with_suffix("").as_posix()
        copy = id_ if number < len(found) else f"{id_}-copy{number // len(found)}"
        place = folder / f"{copy}.json"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(
            source.read_text("utf-8")
            .replace(f'/{id_}"', f'/{copy}"')
            .replace(f"/{id_}/requests", f"/{copy}/requests"),
            "utf-8",
        )
    home = root / f"project{count}"
    fal_codegen(["init", str(home)])
    fal_codegen(["--project", str(home), "fetch", "--all", "--source", str(folder)])
    return home


def generate(home: Path, *, times: int = 1) -> Measured:
    return run([tool("fal-codegen"), "--project", str(home), "generate"], times=times)


def imports(home: Path, statement: str) -> Measured:
    path = {"PYTHONPATH": str(home / "generated/python")}
    return run([sys.executable, "-c", statement], times=20, env=path)


def peer(home: Path, root: Path) -> float:
    """Give the seconds per endpoint that openapi-python-client takes, one process each."""
    documents = sorted((home / "contracts").rglob("openapi.json"))
    step = max(len(documents) // SAMPLE, 1)
    seconds = 0.0
    for number, document in enumerate(documents[::step]):
        valid = json.loads(document.read_bytes()) | {"openapi": "3.1.0"}
        file = root / f"peer{number}.json"
        file.write_text(json.dumps(valid), "utf-8")
        target = str(root / f"peer{number}")
        command = [tool("openapi-python-client"), "generate", "--meta=none"]
        seconds += run([*command, f"--path={file}", f"--output-path={target}"]).seconds
    return seconds / len(documents[::step])


def rows(root: Path) -> list[tuple[str, str, str]]:
    """Measure everything; give what was measured, the figure, and the ratio to a peer."""
    sizes = {count: project(root, count) for count in (6, 10, 100, 638, MANY)}
    cold = {count: generate(home) for count, home in sizes.items()}
    home = sizes[638]
    still = generate(home, times=5)
    document = next((home / "contracts").rglob("openapi.json"))
    document.write_text(
        document.read_text("utf-8").replace('"description": "', '"description": "Now ', 1), "utf-8"
    )
    one = generate(home)
    bare = run([sys.executable, "-m", "tests.bench.bare", str(home / "contracts")])
    each = peer(home, root)
    base = imports(home, "import pydantic, httpx")
    floor = imports(home, _FLOOR)
    small = imports(sizes[6], "from fal_endpoints import Fal, alibaba_happy_horse_image_to_video")
    large = imports(home, "from fal_endpoints import Fal, alibaba_happy_horse_image_to_video")
    whole = cold[638]
    faster = each / (whole.seconds / 638)
    beside_bare = whole.seconds / bare.seconds
    return [
        ("638 endpoints, all made", f"{whole.seconds:.1f} s", f"{faster:.0f}x {_PEER}"),
        ("", "", f"{beside_bare:.2f}x the time of datamodel-code-generator alone"),
        ("638 endpoints, one changed", f"{one.seconds:.2f} s", ""),
        ("638 endpoints, none changed", f"{still.seconds:.2f} s", ""),
        *(
            (
                f"{count} endpoints, per endpoint",
                f"{cold[count].seconds / count * 1000:.1f} ms",
                f"largest process {cold[count].memory:.0f} MiB",
            )
            for count in (10, 100, 638, MANY)
        ),
        (
            "importing the client and one endpoint",
            f"{large.seconds * 1000:.0f} ms",
            f"{large.seconds / base.seconds:.2f}x `import pydantic, httpx`",
        ),
        (
            "",
            "",
            f"{large.seconds / floor.seconds:.2f}x the floor, one model of one field and httpx",
        ),
        ("", "", f"{large.seconds / small.seconds:.2f}x of 638 endpoints what it is of 6"),
    ]


def main() -> None:
    """Measure and write."""
    if not CORPUS.is_dir():
        sys.exit("make bench needs FAL_CODEGEN_CORPUS, the folder of real documents")
    with TemporaryDirectory() as folder:
        table = "\n".join(
            ["| what | measured | beside |", "| --- | --- | --- |"]
            + [f"| {' | '.join(row)} |" for row in rows(Path(folder))]
        )
    told = f"{table}\n\nMeasured by `make bench` on {machine()}.\n"
    print(told)  # noqa: T201 - the output of this command
    readme = ROOT / "README.md"
    readme.write_text(MARKS.sub(rf"\g<1>{told}\g<2>", readme.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
