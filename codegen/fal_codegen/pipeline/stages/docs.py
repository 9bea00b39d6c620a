"""docs: documentation pages read from anywhere, shown, and kept beside the documents."""

import re
from collections.abc import Iterable
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

from fal_codegen.errors import SourceBroken
from fal_codegen.pages import Page, Pages, read_pages
from fal_codegen.pipeline.fetching.plan import FetchedFrom, plan_pages
from fal_codegen.pipeline.parameters import SILENT, Progress, today
from fal_codegen.project import (
    LIVE,
    LOCK,
    Project,
    exclusive,
    load_contracts,
    load_lock,
    no_contract_of,
    update_tree,
)
from fal_codegen.sources import LARGEST_SITE, decoded, open_http, read_file, read_url

_SECONDS = 30.0
_FILE = "file"


def docs(where: str) -> Pages:
    """Read the documentation pages in a file or at a URL; a whole site in one file has many.

    Raises `SourceBroken` for what cannot be had, and where there is no page: it says which form
    the text came nearest to, and where it broke.
    """
    read = read_pages(_text(where))
    if not read.pages:
        raise SourceBroken(f"{where}: {read.problems[0].message}")
    return read


def save_docs(
    project: Project,
    pages: Iterable[Page],
    where: str,
    *,
    date: str = "",
    progress: Progress = SILENT,
) -> list[str]:
    """Keep what pages say of the project's endpoints; give the files that changed.

    Of several pages about one endpoint the first is kept, and what says the same as the page there
    is changes nothing. `date` is the day as ISO 8601 has it, or else today. Raises `ProjectBroken`
    where no page is about an endpoint of the project.
    """
    with exclusive(project.root, progress.waiting):
        contracts = load_contracts(project.contracts)
        found = {page.id: page for page in reversed(list(pages))}
        mine = [page for id_, page in sorted(found.items()) if id_ in contracts]
        if not mine:
            raise no_contract_of(project.contracts, sorted(found)[:3])
        fetched_from = FetchedFrom(_source(where), date or today())
        files, after = plan_pages(mine, fetched_from, load_lock(project.contracts))
        update_tree(project.contracts, {**files, LOCK: after.spelled()})
        return sorted(files)


def _text(where: str) -> str:
    if not re.match(r"https?://", where, re.IGNORECASE):
        return decoded(where, read_file(Path(where), LARGEST_SITE), LARGEST_SITE)
    if "@" in where.split("/")[2]:
        raise SourceBroken("a URL with a name and a password in it is not read")
    with open_http(timeout=_SECONDS) as http:
        answer = read_url(http, where, LARGEST_SITE)
    message = Message()
    message["content-type"] = answer.headers.get("content-type", "")
    return decoded(where, answer.body, LARGEST_SITE, message.get_content_charset(""))


def _source(where: str) -> str:
    """Say whose word a page is: fal's own only where its host gave it."""
    parts = urlsplit(where)
    host = parts.hostname or ""
    own = parts.scheme == "https" and (host == "fal.ai" or host.endswith(".fal.ai"))
    return LIVE if own else _FILE
