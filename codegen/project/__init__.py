"""A folder as a project: its configuration, its contracts and lock, and the one writer."""

from codegen.project.bookmark import bookmark, set_bookmark
from codegen.project.config import TABLE, Project, load_project, read_tools, shipped
from codegen.project.contracts import DOCUMENT, PAGE, Contract, find_documents, load_contracts
from codegen.project.errors import Broken, GeneratedBroken, ProjectBroken, SourceBroken, WriteBroken
from codegen.project.lock import EMULATOR, LIVE, Lock, Made, Origin, load_lock
from codegen.project.lock import NAME as LOCK
from codegen.project.templates import load_templates
from codegen.project.tree import files_below, update_tree
from codegen.project.turn import FOLDER, turn

__all__ = [
    "DOCUMENT",
    "EMULATOR",
    "FOLDER",
    "LIVE",
    "LOCK",
    "PAGE",
    "TABLE",
    "Broken",
    "Contract",
    "GeneratedBroken",
    "Lock",
    "Made",
    "Origin",
    "Project",
    "ProjectBroken",
    "SourceBroken",
    "WriteBroken",
    "bookmark",
    "files_below",
    "find_documents",
    "load_contracts",
    "load_lock",
    "load_project",
    "load_templates",
    "read_tools",
    "set_bookmark",
    "shipped",
    "turn",
    "update_tree",
]
