"""What is made of replies: the verdict on each limit, and the refusals that none explains."""

from fal_codegen.contract import Json
from fal_codegen.probe import Ledger
from fal_codegen.probe.census import refused_allowed, take_census, verdicts
from fal_codegen.probe.evidence import Evidence
from fal_codegen.probe.exchange import Became, Reply
from fal_codegen.probe.trials import Trial

from .test_misbehaving import PLAN

MOST, LEAST, SHORT = ("num", "maximum"), ("num", "minimum"), ("prompt", "minLength")


def evidence(*told: tuple[Trial, Became]) -> Evidence:
    """Give what is known where the plainest body was taken, and of some others."""
    found = Evidence()
    found.add(allowed(), Reply("taken", 200))
    for trial, became in told:
        found.add(trial, Reply(became, 422))
    return found


def allowed(**fields: Json) -> Trial:
    named = frozenset((name, str(value)) for name, value in fields.items())
    return Trial({"prompt": "abc", **fields}, (), ("", ""), named)


def beyond(at: tuple[str, str], *keys: tuple[str, str]) -> Trial:
    body: dict[str, Json] = {"prompt": "a", "num": 5, "seed": str((at, keys))}
    return Trial(body, tuple(PLAN.limits[key] for key in keys), at, frozenset())


def test_of_what_is_refused_for_no_limit_each_field_is_shown_once() -> None:
    known = evidence(
        (allowed(seed=1), "refused"),
        (allowed(seed=2), "refused"),
        (allowed(num=3, seed=1), "refused"),
        (allowed(num=2, seed=3), "refused"),
    )
    shown = [{"prompt": "abc", "seed": 1}, {"prompt": "abc", "num": 2, "seed": 3}]
    assert [each.body for each in refused_allowed(PLAN, known)] == shown


def test_a_refusal_of_two_mistakes_shows_the_limit_that_the_body_stands_at() -> None:
    both = evidence((beyond(MOST, MOST, SHORT), "refused"))
    assert [e.limit.key for e in verdicts(PLAN, both) if e.verdict != "silent"] == [MOST]
    other = evidence((beyond(LEAST, MOST, SHORT), "refused"))
    assert {each.verdict for each in verdicts(PLAN, other)} == {"silent"}


def test_what_was_not_sent_is_untried_unless_its_limit_is_known_to_be_broken() -> None:
    def untried(known: Evidence) -> int:
        census = take_census(PLAN, known, Ledger(), url="x", date="d", contract="c")
        return census.untried

    nothing = untried(Evidence())
    assert nothing == PLAN.size
    lax = Evidence()
    lax.add(beyond(MOST, MOST), Reply("taken", 200))
    moot = sum(MOST in [each.key for each in trial.breaks] for trial in PLAN.beyond)
    assert moot
    assert untried(lax) == nothing - moot


def test_unclear_answers_count_where_the_contract_allows_the_body() -> None:
    known = evidence((allowed(seed=1), "unclear"), (beyond(MOST, MOST), "unclear"))
    assert take_census(PLAN, known, Ledger(), url="x", date="d", contract="c").unclear == 1
