"""A folder as a project: its configuration, its contracts and lock, and the one writer."""

from fal_codegen.project.bookmark import bookmark, set_bookmark
from fal_codegen.project.config import (
    CONFIGURATION,
    TABLE,
    DriftTable,
    Project,
    load_project,
    read_tools,
    shipped,
)
from fal_codegen.project.contracts import (
    CENSUS,
    DOCUMENT,
    PAGE,
    Contract,
    Contracts,
    bytes_of,
    contract_of,
    find_documents,
    load_contracts,
    no_contract_of,
    no_contracts,
    read_contracts,
)
from fal_codegen.project.edit import list_endpoints, unlist_endpoints, write_text
from fal_codegen.project.exclusive import (
    FOLDER,
    exclusive,
    keep_on_machine,
    machine_folder,
    machine_place,
)
from fal_codegen.project.folders import folder_warnings, refuse_one_folder
from fal_codegen.project.lock import (
    EMULATOR,
    FORMAT,
    FROM_FOLDER,
    LIVE,
    RUNNING,
    FileHashes,
    Lock,
    Provenance,
    kind_of_source,
    load_lock,
)
from fal_codegen.project.lock import NAME as LOCK
from fal_codegen.project.repository import file_place, repository_of
from fal_codegen.project.start import start_project
from fal_codegen.project.start_ci import start_ci
from fal_codegen.project.templates import load_templates, strange_templates
from fal_codegen.project.tree import all_or_nothing, files_below, update_tree

__all__ = [
    "CENSUS",
    "CONFIGURATION",
    "DOCUMENT",
    "EMULATOR",
    "FOLDER",
    "FORMAT",
    "FROM_FOLDER",
    "LIVE",
    "LOCK",
    "PAGE",
    "RUNNING",
    "TABLE",
    "Contract",
    "Contracts",
    "DriftTable",
    "FileHashes",
    "Lock",
    "Project",
    "Provenance",
    "all_or_nothing",
    "bookmark",
    "bytes_of",
    "contract_of",
    "exclusive",
    "file_place",
    "files_below",
    "find_documents",
    "folder_warnings",
    "keep_on_machine",
    "kind_of_source",
    "list_endpoints",
    "load_contracts",
    "load_lock",
    "load_project",
    "load_templates",
    "machine_folder",
    "machine_place",
    "no_contract_of",
    "no_contracts",
    "read_contracts",
    "read_tools",
    "refuse_one_folder",
    "repository_of",
    "set_bookmark",
    "shipped",
    "start_ci",
    "start_project",
    "strange_templates",
    "unlist_endpoints",
    "update_tree",
    "write_text",
]
