"""Print the mutation score of the six, our corpus, and a real one's endpoints that make images."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from tests.documents import CONTRACTS, CORPUS, load

from .score import score, table


def makes_images(file: Path) -> bool:
    """Tell whether an endpoint is one that makes images, as its document says."""
    info = load(file).get("info")
    metadata = info.get("x-fal-metadata") if isinstance(info, dict) else None
    return isinstance(metadata, dict) and metadata.get("category") == "image"


def files() -> Iterator[Path]:
    """Give every document that is scored."""
    yield from sorted(CONTRACTS.rglob("openapi.json"))
    yield from sorted(CORPUS.rglob("*.json"))
    if real := os.environ.get("FAL_CODEGEN_CORPUS"):
        found = sorted(Path(real, "catalogue-2026-05-12").rglob("*.json"))
        yield from (file for file in found if makes_images(file))


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--executor", metavar="dask://HOST:PORT", help="a cluster to do the work")
    asked = parser.parse_args()
    scored = score(files(), asked.executor)
    sys.stdout.writelines(f"{line}\n" for line in table(scored))
    sys.exit(bool(scored.survivors))
