from dataclasses import replace

from fal_codegen.contract import EndpointId, Json, digest, in_order, pretty
from fal_codegen.pages import Page, entries
from fal_codegen.pipeline.fetching.endpoints import FetchedEndpoint
from fal_codegen.pipeline.fetching.plan import FetchedFrom, page_digest, plan_contracts
from fal_codegen.project import EMULATOR, LIVE, Contract, Lock, Provenance

from tests.documents import document, fields, read

ID = EndpointId("acme/painter")
OLD, NEW = "2026-01-01", "2026-02-02"
GUESSED = "reconstructed from documentation"
BEFORE = document(fields(prompt={"type": "string"}))
AFTER = document(fields(prompt={"type": "string"}, seed={"type": "integer"}))


def lock(source: str, *, page: str = "") -> Lock:
    pages = {ID: Provenance(source, OLD, page)} if page else {}
    return Lock({ID: Provenance(source, OLD, digest(BEFORE))}, pages, generator="abc")


HELD = {ID: Contract(ID, BEFORE)}
WITH_PAGE = {ID: Contract(ID, BEFORE, docs={"form": "llms.txt"})}
FETCHED = FetchedEndpoint(ID, BEFORE, read(BEFORE), None)
CHANGED = FetchedEndpoint(ID, AFTER, read(AFTER), None)
PAGED = replace(FETCHED, page=Page(id=ID, input=entries(FETCHED.endpoint.input)))


def test_a_first_document_is_kept_with_its_origin() -> None:
    files, locked = plan_contracts([FETCHED], FetchedFrom(LIVE, NEW), {}, Lock())
    assert files == {"acme/painter/openapi.json": pretty(in_order(BEFORE))}
    assert locked.documents == {ID: Provenance(LIVE, NEW, digest(BEFORE))}


def test_what_says_the_same_stays_as_it_is() -> None:
    assert plan_contracts([FETCHED], FetchedFrom(LIVE, NEW), HELD, lock(LIVE)) == ({}, lock(LIVE))
    assert plan_contracts([FETCHED], FetchedFrom(EMULATOR, NEW), HELD, lock(LIVE)) == (
        {},
        lock(LIVE),
    )


def test_what_changed_is_replaced() -> None:
    files, locked = plan_contracts([CHANGED], FetchedFrom(LIVE, NEW), HELD, lock(LIVE))
    assert files == {"acme/painter/openapi.json": pretty(in_order(AFTER))}
    assert locked.documents == {ID: Provenance(LIVE, NEW, digest(AFTER))}
    assert locked.generator == "abc"


def test_a_document_that_was_edited_or_lost_is_written_again_under_the_same_origin() -> None:
    for held in ({ID: Contract(ID, AFTER)}, {}):
        files, locked = plan_contracts([FETCHED], FetchedFrom(LIVE, NEW), held, lock(LIVE))
        assert files == {"acme/painter/openapi.json": pretty(in_order(BEFORE))}
        assert locked == lock(LIVE)


def test_the_service_itself_replaces_what_was_reconstructed_even_if_it_says_the_same() -> None:
    files, locked = plan_contracts([FETCHED], FetchedFrom(LIVE, NEW), HELD, lock(GUESSED))
    assert [*files] == ["acme/painter/openapi.json"]
    assert locked.documents[ID].source == LIVE


def test_the_emulator_leaves_what_was_reconstructed() -> None:
    assert plan_contracts([FETCHED], FetchedFrom(EMULATOR, NEW), HELD, lock(GUESSED)) == (
        {},
        lock(GUESSED),
    )


def test_a_page_is_kept_with_what_it_claims() -> None:
    files, locked = plan_contracts([PAGED], FetchedFrom(LIVE, NEW), HELD, lock(LIVE))
    assert [*files] == ["acme/painter/docs.json"]
    assert locked.pages[ID].source == LIVE
    again, relocked = plan_contracts([PAGED], FetchedFrom(LIVE, "2026-03-03"), WITH_PAGE, locked)
    assert (again, relocked) == ({}, locked)


def test_the_emulator_never_replaces_a_page() -> None:
    held = lock(GUESSED, page="of something else")
    assert plan_contracts([PAGED], FetchedFrom(EMULATOR, NEW), WITH_PAGE, held) == ({}, held)
    files, locked = plan_contracts([PAGED], FetchedFrom(EMULATOR, NEW), HELD, lock(GUESSED))
    assert [*files] == ["acme/painter/docs.json"]
    assert locked.pages[ID].source == EMULATOR


def test_the_lock_is_sorted_and_keeps_what_was_not_fetched() -> None:
    other = EndpointId("acme/abacus")
    held = Lock({ID: Provenance(LIVE, OLD, digest(BEFORE))})
    fetched = replace(FETCHED, id=other)
    _, locked = plan_contracts([fetched], FetchedFrom(LIVE, NEW), HELD, held)
    assert [*locked.documents] == [other, ID]


def test_a_pages_digest_leaves_out_where_it_was_had_from() -> None:
    claims: dict[str, Json] = {"fields": {"prompt": "string"}}
    origin: dict[str, Json] = {"form": "llms.txt", "source": LIVE, "date": NEW}
    assert page_digest({**claims, **origin}) == page_digest(claims)
    assert page_digest({"fields": {}}) != page_digest(claims)


def test_what_an_emulator_was_given_is_kept_beside_its_name() -> None:
    fetched_from = FetchedFrom(EMULATOR, NEW, {ID: f"{GUESSED} on {OLD}"})
    _, locked = plan_contracts([PAGED], fetched_from, {}, Lock())
    for origin in (locked.documents[ID], locked.pages[ID]):
        assert (origin.source, origin.date) == (EMULATOR, NEW)
        assert origin.basis == f"{GUESSED} on {OLD}"
