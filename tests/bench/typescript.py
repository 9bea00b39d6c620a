"""How large the TypeScript client is in a page, and how fast the catalogue becomes one."""

import re
import sys
from functools import partial
from pathlib import Path

from tests.bench.generation import anew, project
from tests.bench.measure import Measured, Row, in_turns
from tests.typescript.bundle import OFFICIAL, ONE_ENDPOINT, bundled, gzipped
from tests.typescript.node import INSTALLED, build, copied

_PEERS = Path(sys.prefix) / "node/node_modules"


def rows(root: Path) -> list[Row]:
    """Measure both; without Node the bundles are left out. `root` is a folder to work in."""
    home = project(root / "typescript", 638)
    ways = [partial(_made, home, language) for language in ("typescript", "python")]
    ours, python = in_turns(2, *ways)
    ratio = ours.seconds / python.seconds
    made = Row(
        "638 endpoints made in TypeScript", f"{ours.seconds:.1f} s", f"{ratio:.2f}x in Python"
    )
    return [made, *_bundles(root)]


def _made(home: Path, language: str) -> Measured:
    config = home / "pyproject.toml"
    text = re.sub(r"^languages = .*\n", "", config.read_text("utf-8"), flags=re.MULTILINE)
    table = text.replace(
        "[tool.fal-codegen]\n", f'[tool.fal-codegen]\nlanguages = ["{language}"]\n'
    )
    config.write_text(table, "utf-8")
    return anew(home)


def _bundles(root: Path) -> list[Row]:
    if not (INSTALLED and (_PEERS / "@fal-ai/client").is_dir()):
        return []
    package = copied(root / "bundle")
    build(package)
    ours = gzipped(bundled(ONE_ENDPOINT, package))
    peer = root / "peer"
    peer.mkdir()
    (peer / "node_modules").symlink_to(_PEERS)
    theirs = gzipped(bundled(OFFICIAL, peer))
    what = "one endpoint with `run` and queue in a page, minified and gzipped"
    return [Row(what, f"{ours:,} B", f"@fal-ai/client: {theirs:,} B")]
