import pytest
from fal_codegen.probe import Census, Ledger, probe, sender

from .bugs import BUGS
from .services import Service, client, plan, target

PLAN = plan()


def census(service: Service, ledger: Ledger | None = None) -> Census:
    with client(service.answer) as http:
        send = sender(http, target())
        return probe(PLAN, ledger or Ledger(), send, url="x", date="2026-01-01", contract="c")


@pytest.mark.parametrize("terse", [False, True], ids=["explaining", "terse"])
def test_a_sound_service_is_found_to_enforce_everything(*, terse: bool) -> None:
    found = census(Service(terse=terse))
    assert {each.verdict for each in found.limits} == {"enforced"}
    assert not found.refused
    assert (found.found, found.silent, found.untried) == (False, False, 0)


@pytest.mark.deep
@pytest.mark.parametrize("terse", [False, True], ids=["explaining", "terse"])
@pytest.mark.parametrize("name", BUGS)
def test_one_bug_is_found_where_it_is(name: str, *, terse: bool) -> None:
    bug, place, keyword, verdict = BUGS[name]
    found = census(Service(bug, terse=terse))
    assert found.found
    wrong = [each for each in found.limits if each.found]
    if verdict == "refused":
        assert found.refused
        assert not wrong
    else:
        assert [each.limit.place for each in wrong] == [place] * len(wrong)
        assert any(each.verdict in verdict for each in wrong)
        assert not keyword or keyword in [each.limit.keyword for each in wrong]
        assert all(each.body is not None and each.request_id for each in wrong)
