"""What a service enforces, as text and as JSON."""

from collections import Counter
from decimal import Decimal

from rich.console import Console
from rich.text import Text

from fal_codegen.contract import Json, canonical, one_line, shortened
from fal_codegen.probe import Allowed, Census, Claimed, Deviation, LimitVerdict
from fal_codegen.report.counting import counted
from fal_codegen.report.schemas import read_schema
from fal_codegen.report.text import COLORS, NARROW

_SHOWN = 100
_ADVICE = {
    "probe-refused": "do not send it; report it to whoever runs the service",
    "probe-stricter": "keep to what the service takes; report it to whoever runs the service",
    "probe-lax": "do not rely on it: the limit may be enforced tomorrow",
    "probe-coerced": "send what the contract allows: the service may read it otherwise tomorrow",
    "probe-misnamed": "look at all fields that it names; report it to whoever runs the service",
    "probe-silent": "give a larger --budget, or ask again when the service answers",
}
_SAID = {
    "lax": "took",
    "coerced": "made an allowed value of",
    "stricter": "refused",
}


def census_data(census: Census) -> Json:
    """Give a census as JSON; bodies are in it where they show that a limit is other than said."""
    return {
        "endpoint": str(census.endpoint),
        "url": census.url,
        "server": census.server,
        "date": census.date,
        "contract": census.contract,
        "calls": census.calls,
        "taken": census.taken,
        "spent": _number(census.spent),
        "untried": census.untried,
        "currency": census.currency or None,
        "unclear": census.unclear,
        "stopped": census.stopped or None,
        "limits": [_limit(each, census.date) for each in census.limits],
        "refused": [_allowed(each, census.date) for each in census.refused],
    }


def census_schema() -> Json:
    """Give the JSON Schema of what `fal-codegen probe --format json` prints."""
    return read_schema("census")


def show_census(console: Console, census: Census, *, quiet: bool = False) -> None:
    """Show a line for each limit, what was refused besides, and the sum; if `quiet`, the found."""
    for each in census.limits:
        if not quiet or each.verdict != "enforced" or each.misnamed:
            _show(console, each.verdict, say_limit(each))
    for refused in census.refused:
        _show(console, "refused", say_refused(refused))
    if census.stopped:
        _show(console, "stopped", census.stopped)
    if not quiet:
        _show(console, "", say_counts(census))
        _show(console, "", say_calls(census))


def _show(console: Console, label: str, said: str) -> None:
    line = Text(f"{label:9} ", COLORS.get(label, "")) if label else Text()
    narrow = console.is_terminal and console.width < NARROW
    console.print(Text.assemble(line, one_line(said)), soft_wrap=not narrow)


def say_limit(each: LimitVerdict) -> str:
    """Say a limit, and what became of it."""
    limit = each.limit
    return f"{limit.place} {limit.keyword} {_short(limit.limit)}{_claim(each)}{_evidence(each)}"


def say_refused(each: Allowed) -> str:
    """Say which body was refused that is allowed, and what the service said."""
    line = f"({each.status}{_named(each.request_id)}: {_short(each.detail)})"
    return f"{_short(each.body)}: the contract allows it {line}"


def say_deviation(each: Deviation) -> str:
    """Say what a service does otherwise, without its level and the place of its field."""
    if isinstance(each.found, Allowed):
        return f"{each.rule.sentence}: {say_refused(each.found)}"
    limit = each.found.limit
    said = f"{limit.keyword} {_short(limit.limit)}{_claim(each.found)}{_evidence(each.found)}"
    return f"{each.rule.sentence}: {said}"


def advise_deviation(each: Deviation) -> str:
    """Say what to do about it."""
    return _ADVICE[each.rule.id]


def say_counts(census: Census) -> str:
    """Count the verdicts."""
    counts = Counter(each.verdict for each in census.limits)
    return ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common()) or "no limits"


def say_calls(census: Census) -> str:
    """Say how many calls went where."""
    untried = f"; {_say_untried(census)}" if census.untried else ""
    if census.unclear:
        untried += f"; no answer came that tells of {census.unclear} that the contract allows"
    server = f" ({census.server})" if census.server else ""
    spent = f", {census.spent.normalize():f} {census.currency} spent" if census.currency else ""
    line = f"{counted(census.calls, 'call')} to {census.url}{server}"
    unseen = "; what they were answered with was not looked at" if census.taken else ""
    return f"{line}, of which {census.taken} may be billed{spent}{unseen}{untried}."


def _say_untried(census: Census) -> str:
    """Say how many bodies were not sent, and how they can be where it was for the budget."""
    said = f"{_counted_bodies(census.untried)} not tried"
    more = "--money" if census.currency else "--budget"
    return f"{said}, so nobody can tell of all: give a larger {more}" if census.cut_short else said


def _counted_bodies(count: int) -> str:
    return "1 body was" if count == 1 else f"{count} bodies were"


def say_untold(census: Census) -> str:
    """Say why nobody can tell of all that was to be asked; empty where that is not so."""
    return census.stopped or (_say_untried(census) if census.cut_short else "")


def _limit(each: LimitVerdict, date: str) -> dict[str, Json]:
    return {
        "place": each.limit.place,
        "keyword": each.limit.keyword,
        "limit": each.limit.limit,
        "claimed": _claimed(each.claim) if each.claim else None,
        "verdict": each.verdict,
        "status": each.status or None,
        "request_id": each.request_id or None,
        "date": date,
        "body": each.body if each.found else None,
        "bound": each.bound,
        "reason": each.reason or None,
        "misnamed": [*each.misnamed],
    }


def _claimed(claim: Claimed) -> dict[str, Json]:
    return {"where": claim.where, "line": claim.line or None, "text": claim.text}


def _allowed(each: Allowed, date: str) -> dict[str, Json]:
    return {
        "body": each.body,
        "status": each.status,
        "request_id": each.request_id or None,
        "date": date,
        "detail": each.detail,
    }


def _claim(each: LimitVerdict) -> str:
    """Say where prose claims a limit that no schema has."""
    claim = each.claim
    if claim is None:
        return ""
    line = f", line {claim.line}" if claim.line else ""
    return (
        f" (claimed on the page{line})"
        if claim.where == "page"
        else " (claimed in the description)"
    )


def _evidence(each: LimitVerdict) -> str:
    if each.verdict == "silent":
        return f": {each.reason}"
    if each.misnamed:
        named = ", ".join(each.misnamed)
        return f": refused, and a refusal names {named} too, where nothing is wrong"
    if not each.found:
        return ""
    body = each.body or {}
    value = _short(body.get(each.limit.place, body))
    bound = "" if each.bound is None else f"; it goes to {_short(each.bound)} in truth"
    return f": {_SAID[each.verdict]} {value} ({each.status}{_named(each.request_id)}){bound}"


def _named(request_id: str) -> str:
    return f", request {request_id}" if request_id else ""


def _short(value: Json) -> str:
    return shortened(canonical(value).encode("utf-8", "backslashreplace").decode(), _SHOWN)


def _number(amount: Decimal) -> Json:
    return int(amount) if amount == int(amount) else float(amount)
