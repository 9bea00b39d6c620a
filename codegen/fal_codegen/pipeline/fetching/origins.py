"""Where a contract is to be fetched from again, which what is to do about it says."""

from collections.abc import Mapping

from fal_codegen.contract import EndpointId
from fal_codegen.project import EMULATOR, FROM_FOLDER, LIVE, RUNNING, Lock, kind_of_source

_OPTIONS = {LIVE: LIVE, EMULATOR: EMULATOR, RUNNING: "URL", FROM_FOLDER: "FOLDER"}
"""What `--source` says for each kind of source; the lock does not know which URL or folder."""


def sources_to_name(lock: Lock, configured: str) -> dict[EndpointId, str]:
    """Give what `--source` has to say for a document to come from where it came from before.

    Left out are those that come from there anyway, and those of which nobody knows.
    """
    usual = kind_of_source(configured)
    return {
        id_: _OPTIONS[origin.source]
        for id_, origin in lock.documents.items()
        if origin.source in _OPTIONS and origin.source != usual
    }


def fetch_command(id_: EndpointId, sources: Mapping[EndpointId, str]) -> str:
    """Give the command that fetches an endpoint from where its contract came from."""
    option = f" --source {sources[id_]}" if id_ in sources else ""
    return f"fal-codegen fetch {id_}{option}"
