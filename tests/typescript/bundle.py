"""What of the client a bundler ships to a browser."""

import gzip
from pathlib import Path

from tests.typescript.node import tool

MOST = 6_000
"""Bytes, gzipped, that one endpoint may cost a page with `run` and the queue."""
ONE_ENDPOINT = """
import { Fal } from "./dist/index.js";
import { nanoBanana2Edit as edit } from "./dist/endpoints/nano-banana-2-edit.js";

const fal = new Fal({ proxy: "/api/fal/proxy" });
const input = { prompt: "make it night" };
console.log(await fal.run(edit, input), await fal.subscribe(edit, input));
"""
OFFICIAL = """
import { createFalClient } from "@fal-ai/client";

const fal = createFalClient({ proxyUrl: "/api/fal/proxy" });
const input = { prompt: "make it night" };
const edit = "fal-ai/nano-banana-2/edit";
console.log(await fal.run(edit, { input }), await fal.subscribe(edit, { input }));
"""


def bundled(program: str, folder: Path) -> bytes:
    """Bundle and minify a program, an ES module that stands in a folder; without Node's modules."""
    (folder / "page.mjs").write_text(program, "utf-8")
    options = "--bundle --minify --format=esm --target=es2022 --platform=browser".split()
    code, said = tool("esbuild", "page.mjs", *options, "--outfile=page.min.js", cwd=folder)
    assert code == 0, said
    return (folder / "page.min.js").read_bytes()


def gzipped(data: bytes) -> int:
    """Give the bytes that are sent of a file."""
    return len(gzip.compress(data, 9, mtime=0))
