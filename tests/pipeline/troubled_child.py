"""The process that compares, with proofs that never end, or end it."""

import os
import sys
import threading

from fal_codegen.contract import Json, Path
from fal_codegen.judge import Proofs, Verdict
from fal_codegen.pipeline.proving.child import work

_place = Proofs.place


def troubled(self: Proofs, path: Path, sender: Json, receiver: Json) -> Verdict:
    if "endless" in path:
        threading.Event().wait()
    if "deadly" in path:
        os._exit(1)
    return _place(self, path, sender, receiver)


if __name__ == "__main__":
    Proofs.place = troubled  # type: ignore[method-assign]
    work(sys.stdin.buffer, sys.stdout.buffer)
