"""Which harness this is: a hash of all that decides what a check comes to."""

import sys
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import fal_codegen
from fal_codegen.project import files_below

_LIBRARIES = "httpx hypothesis jsonschema-rs pydantic pydantic-core pyyaml vcrpy".split()


@cache
def harness_digest() -> str:
    """Give the sha256 of all of our code, the libraries that decide, and Python."""
    root = Path(fal_codegen.__file__).parent
    hashed = sha256(sys.version.encode())
    for path, file in files_below(root).items():
        if path.endswith(".py"):
            hashed.update(f"{path}\0".encode() + file.read_bytes())
    for library in _LIBRARIES:
        hashed.update(f"{library} {version(library)}".encode())
    return hashed.hexdigest()
