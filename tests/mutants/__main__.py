"""Print the mutation score of the six, our corpus, and a real one's endpoints that make images."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from tests.documents import CONTRACTS, CORPUS, load

from .score import score, table

_GRID = "between the steps of multipleOf, which no case counts from the bounds"
_PATTERN = "texts that match a pattern are not made to a length"
_NEXT = "of the greatest of listed numbers, the next one is not tried"
_CONSTANT = "of a constant text, no number is tried"
_DEEP = "below three lists and objects, where no case goes"
_ODD = "acme/scales odd"
_PARTS = "acme/reel/stream messages/*/content/*"
KNOWN = {
    f"minimum unchecked: {_ODD}": _GRID,
    f"maximum unchecked: {_ODD}": _GRID,
    f"minimum moved: {_ODD}": _GRID,
    f"maximum moved: {_ODD}": _GRID,
    f"another field's limit: {_ODD}": _GRID,
    "maxLength unchecked: acme/counts code": _PATTERN,
    "maxLength moved: acme/counts code": _PATTERN,
    "member added: acme/scales even": _NEXT,
    "member added: fal-ai/foundry/v1.5/cast_iron/turbo castings": _NEXT,
    "coercion allowed: other/kiln mode": _CONSTANT,
    "coercion allowed: acme/mixed source/kind": _CONSTANT,
    f"const unchecked: {_PARTS}/type": _DEEP,
    **{
        f"{kind}: {_PARTS}/{name}": _DEEP
        for kind in ("required lifted", "coercion allowed")
        for name in ("type", "text", "image_url")
    },
}
"""Survivors of our corpus that are looked at, each with the reason why no case notices it."""


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
    sys.exit(any(each not in KNOWN for each in scored.survivors))
