"""Kills an update of a tree at each of its steps, and shows what an onlooker finds after it.

Run as `killed.py FOLDER OLD NEW`: the folder to write, and its two states as JSON. Writes a JSON
list with the tree after each kill, in the order of the steps; the last update comes to its end.
"""

import json
import os
import signal
import sys
from itertools import count
from pathlib import Path

from fal_codegen.project import files_below, update_tree

Tree = dict[str, str]


def main(folder: Path, old: Tree, new: Tree) -> list[Tree]:
    """Try every step until an update outlives it; each starts from what the one before left."""
    found: list[Tree] = []
    for step in count(1):
        become(folder, old)
        child = os.fork()
        if not child:
            kill_at(step)
            become(folder, new)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        found.append(seen(folder))
        if not os.WIFSIGNALED(status):
            break
    return found


def become(folder: Path, state: Tree) -> None:
    """Bring the folder to a state, from whatever is there."""
    gone = dict.fromkeys(files_below(folder))
    update_tree(folder, {**gone, **{path: text.encode() for path, text in state.items()}})


def seen(folder: Path) -> Tree:
    """Give what the folder holds."""
    return {path: file.read_text("utf-8") for path, file in files_below(folder).items()}


def kill_at(step: int, events: str = "") -> None:
    """Have this process killed at a step: whenever Python turns to the system, it counts one.

    Only events whose names begin so count.
    """
    steps = count(1)

    def hook(event: str, _arguments: tuple[object, ...]) -> None:
        if event.startswith(events) and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


if __name__ == "__main__":
    folder, old, new = sys.argv[1:]
    json.dump(main(Path(folder), json.loads(old), json.loads(new)), sys.stdout)
