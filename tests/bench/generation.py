"""How fast the catalogue becomes a client, beside what else could make one of it."""

import json
import shutil
import sys
from collections.abc import Callable
from compileall import compile_dir
from contextlib import suppress
from functools import partial
from pathlib import Path

from fal_codegen.cli import main as fal_codegen

from tests.bench.measure import CORPUS, Measured, Row, in_turns, run, tool

MANY = 5_000
SAMPLE = 20
_PEER = "as fast per endpoint as openapi-python-client, one process each"
_USERS = "import sys; sys.modules |= {'click': None, 'trio': None}; "
"""A user's environment: httpx imports its command line where click is, and trio where that is."""
_BASE = "import pydantic, httpx"
_MADE = "type('M', (pydantic.BaseModel,), {'__annotations__': {'a': int}})"
_MODEL = f"import pydantic; {_MADE}"
"""One model of one field, which no package that has models can do without."""
_BASE_CLIENT = f"{_BASE}; httpx.Client()"
_MODEL_CLIENT = f"{_BASE_CLIENT}; {_MADE}"
_OURS = "from fal_endpoints import Fal, nano_banana_2_edit"
_OUR_CLIENT = f"{_OURS}; Fal(key='k')"


def project(root: Path, count: int) -> Path:
    """Make a project of so many endpoints: the nano-banana family, all others, copies of them."""
    folder = root / f"documents{count}"
    found = sorted((CORPUS / "catalogue-2026-05-12").rglob("*.json"))
    found.sort(key=lambda path: "fal-ai/nano-banana" not in path.as_posix())
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


def generate(home: Path) -> Measured:
    return run([tool("fal-codegen"), "--project", str(home), "generate"])


def anew(home: Path) -> Measured:
    """Generate what is not there yet."""
    shutil.rmtree(home / "generated", ignore_errors=True)
    return generate(home)


def changed(home: Path) -> Measured:
    """Generate after a word of one document has changed."""
    document = next((home / "contracts").rglob("openapi.json"))
    before = document.read_text("utf-8")
    words = before.replace('"description": "', '"description": "Now ', 1)
    document.write_text(words, "utf-8")
    measured = generate(home)
    document.write_text(before, "utf-8")  # as it was fetched, which a check asks for
    generate(home)
    return measured


def imports(*wanted: tuple[Path, str]) -> list[Measured]:
    """Measure imports in projects that are compiled, as pip compiles all that it installs."""
    ways = list[Callable[[], Measured]]()
    for home, statement in wanted:
        path = str(home / "generated/python")
        compile_dir(path, quiet=1)
        command = [sys.executable, "-c", f"{_USERS}{statement}"]
        ways.append(partial(run, command, env={"PYTHONPATH": path}))
    return in_turns(20, *ways)


def peer(home: Path, root: Path) -> tuple[float, str]:
    """Give the seconds per endpoint that openapi-python-client takes, and of how many it made any.

    Each of a sample has a process of its own; one that fails does not count as time.
    """
    documents = sorted((home / "contracts").rglob("openapi.json"))
    sample = documents[:: max(len(documents) // SAMPLE, 1)]
    seconds = list[float]()
    for number, document in enumerate(sample):
        valid = json.loads(document.read_bytes()) | {"openapi": "3.1.0"}
        file = root / f"peer{number}.json"
        file.write_text(json.dumps(valid), "utf-8")
        target = str(root / f"peer{number}")
        command = [tool("openapi-python-client"), "generate", "--meta=none"]
        with suppress(RuntimeError):
            seconds.append(run([*command, f"--path={file}", f"--output-path={target}"]).seconds)
    return sum(seconds) / len(seconds), f"{len(seconds)} of {len(sample)} samples"


def rows(root: Path) -> list[Row]:
    """Measure generation and import; `root` is a folder to work in."""
    sizes = {count: project(root, count) for count in (6, 10, 100, 638, MANY)}
    cold = {count: anew(home) for count, home in sizes.items()}
    home = sizes[638]
    bare_models = [sys.executable, "-m", "tests.bench.bare", str(home / "contracts")]
    whole, bare = in_turns(3, partial(anew, home), partial(run, bare_models))
    (still,) = in_turns(5, partial(generate, home))
    (one,) = in_turns(3, partial(changed, home))
    each, made = peer(home, root)
    faster = each / (whole.seconds / 638)
    beside_bare = whole.seconds / bare.seconds
    return [
        Row(
            "638 endpoints, all made",
            f"{whole.seconds:.1f} s",
            f"{faster:.0f}x {_PEER}: it made {made}",
        ),
        Row("", "", f"{beside_bare:.2f}x the time of datamodel-code-generator alone"),
        Row("638 endpoints, one changed", f"{one.seconds:.2f} s", ""),
        Row("638 endpoints, none changed", f"{still.seconds:.2f} s", ""),
        *(
            Row(
                f"{count} endpoints, per endpoint",
                f"{cold[count].seconds / count * 1000:.1f} ms",
                f"largest process {cold[count].memory:.0f} MiB",
            )
            for count in (10, 100, 638, MANY)
        ),
        *_imports(home, sizes[6]),
    ]


def _imports(home: Path, few: Path) -> list[Row]:
    """Import what was made, of many endpoints and of `few`, beside what it is made of."""
    base, model, base_client, model_client, small, large, client = imports(
        (home, _BASE),
        (home, _MODEL),
        (home, _BASE_CLIENT),
        (home, _MODEL_CLIENT),
        (few, _OURS),
        (home, _OURS),
        (home, _OUR_CLIENT),
    )
    return [
        Row(
            "importing the client and one endpoint",
            f"{large.seconds * 1000:.0f} ms",
            f"{large.seconds / base.seconds:.2f}x `{_BASE}`, without httpx's command line and trio",
        ),
        Row("", "", f"{large.seconds / model.seconds:.2f}x one pydantic model of one field"),
        Row("", "", f"{large.seconds / small.seconds:.2f}x of 638 endpoints what it is of 6"),
        Row(
            "the same, and a first `Fal`, which imports httpx",
            f"{client.seconds * 1000:.0f} ms",
            f"{client.seconds / base_client.seconds:.2f}x `{_BASE_CLIENT}`",
        ),
        Row("", "", f"{client.seconds / model_client.seconds:.2f}x the same and one model"),
    ]
