"""What of a fetch is kept: the files to write and the lock that goes with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from fal_codegen.contract import EndpointId, Json, digest, in_order, node_of, pretty
from fal_codegen.pages import Page, PageProvenance, write_docs
from fal_codegen.pipeline.fetching.endpoints import FetchedEndpoint
from fal_codegen.project import DOCUMENT, EMULATOR, LIVE, PAGE, RUNNING, Contract, Lock, Provenance


@dataclass(frozen=True, slots=True)
class FetchedFrom:
    """The source of a fetch and its day; of an emulator also what it was given, by endpoint."""

    source: str
    date: str
    basis: Mapping[EndpointId, str] = field(default_factory=dict[EndpointId, str])

    def origin(self, id_: EndpointId, sha256: str) -> Provenance:
        """Say where an endpoint's document or page with this hash was had from."""
        return Provenance(self.source, self.date, sha256, self.basis.get(id_, ""))


def plan_contracts(
    fetched: Iterable[FetchedEndpoint],
    fetched_from: FetchedFrom,
    contracts: Mapping[EndpointId, Contract],
    lock: Lock,
) -> tuple[dict[str, bytes], Lock]:
    """Give the files below contracts/ that a fetch changes, and the lock after it.

    What says the same as the committed one stays as it is, unless it comes from the service itself
    and the committed one did not: from then on it is known to be fal's own. A document that is not
    what the lock says, edited or lost, is written again. An emulator only repeats what it was
    given, so it never replaces a page.
    """
    files: dict[str, bytes] = {}
    documents, known, pages = dict(lock.documents), dict(lock.pages), list[Page]()
    for each in fetched:
        origin = fetched_from.origin(each.id, digest(each.document))
        contract = contracts.get(each.id)
        replaced = _replaces(origin, documents.get(each.id))
        if replaced:
            documents[each.id] = origin
        if replaced or contract is None or contract.digest != origin.sha256:
            files[f"{each.id}/{DOCUMENT}"] = pretty(in_order(each.document))
        has_page = contract is not None and contract.docs is not None
        if has_page and (each.page is None or fetched_from.source in (EMULATOR, RUNNING)):
            continue
        if each.page is not None:
            pages.append(each.page)
            continue
        known.pop(each.id, None)
        if each.page_problem:
            unread = fetched_from.origin(each.id, "")
            known[each.id] = replace(unread, unread=each.page_problem.message)
    after = replace(lock, documents=_sorted(documents), pages=_sorted(known))
    page_files, after = plan_pages(pages, fetched_from, after)
    return files | page_files, after


def plan_pages(
    pages: Iterable[Page], fetched_from: FetchedFrom, lock: Lock
) -> tuple[dict[str, bytes], Lock]:
    """Give the files of pages that say something else than the committed ones, and the lock.

    A page from the service itself takes the place of any that was not.
    """
    files: dict[str, bytes] = {}
    known = dict(lock.pages)
    for page in pages:
        docs = write_docs(page, PageProvenance(fetched_from.source, fetched_from.date))
        claims = fetched_from.origin(page.id, page_digest(docs))
        if _replaces(claims, known.get(page.id)):
            known[page.id] = claims
            files[f"{page.id}/{PAGE}"] = pretty(docs)
    return files, replace(lock, pages=_sorted(known))


def page_digest(docs: Json) -> str:
    """Give the sha256 of what a docs.json claims, wherever and on whichever lines it was had."""
    claims = node_of(docs)
    kept = {key: claims[key] for key in claims if key not in ("form", "source", "date")}
    return digest(_without_lines(kept))


def _without_lines(value: Json) -> Json:
    if isinstance(value, list):
        return [_without_lines(item) for item in value]
    if isinstance(value, dict):
        statement = "place" in value and "keyword" in value
        names = (name for name in value if not (statement and name == "line"))
        return {name: _without_lines(value[name]) for name in names}
    return value


def _replaces(new: Provenance, old: Provenance | None) -> bool:
    first_hand = new.source == LIVE and old is not None and old.source != LIVE
    return old is None or new.sha256 != old.sha256 or first_hand


def _sorted(origins: Mapping[EndpointId, Provenance]) -> dict[EndpointId, Provenance]:
    return dict(sorted(origins.items()))
