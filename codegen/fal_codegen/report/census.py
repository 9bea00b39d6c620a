"""What a service enforces, as text and as JSON."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from fal_codegen.contract import Json, canonical
from fal_codegen.probe import Allowed, Census, LimitVerdict
from fal_codegen.report.wording import counted

_SHOWN = 100
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
        "stopped": census.stopped or None,
        "limits": [_limit(each, census.date) for each in census.limits],
        "refused": [_allowed(each, census.date) for each in census.refused],
    }


def census_lines(census: Census) -> Iterator[str]:
    """Tell a census: a line for each limit, what was refused besides, and the sum."""
    for each in census.limits:
        told = f"{each.verdict:9} {each.limit.place} {each.limit.keyword}"
        yield f"{told} {_short(each.limit.limit)}{_evidence(each)}"
    for refused in census.refused:
        yield (
            f"refused   {_short(refused.body)}: the contract allows it ({refused.status}"
            f"{_named(refused.request_id)}: {_short(refused.detail)})"
        )
    if census.stopped:
        yield f"stopped   {census.stopped}"
    counts = Counter(each.verdict for each in census.limits)
    yield ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common()) or "no limits"
    untried = f"; {census.untried} bodies were not tried" if census.untried else ""
    server = f" ({census.server})" if census.server else ""
    yield f"{counted(census.calls, 'call')} to {census.url}{server}, {census.taken} taken{untried}."


def _limit(each: LimitVerdict, date: str) -> dict[str, Json]:
    return {
        "place": each.limit.place,
        "keyword": each.limit.keyword,
        "limit": each.limit.limit,
        "verdict": each.verdict,
        "status": each.status or None,
        "request_id": each.request_id or None,
        "date": date,
        "body": each.body if each.found else None,
        "bound": each.bound,
        "reason": each.reason or None,
    }


def _allowed(each: Allowed, date: str) -> dict[str, Json]:
    return {
        "body": each.body,
        "status": each.status,
        "request_id": each.request_id or None,
        "date": date,
        "detail": each.detail,
    }


def _evidence(each: LimitVerdict) -> str:
    if each.verdict == "silent":
        return f": {each.reason}"
    if not each.found:
        return ""
    body = each.body or {}
    value = _short(body.get(each.limit.place, body))
    bound = "" if each.bound is None else f"; it goes to {_short(each.bound)} in truth"
    return f": {_SAID[each.verdict]} {value} ({each.status}{_named(each.request_id)}){bound}"


def _named(request_id: str) -> str:
    return f", request {request_id}" if request_id else ""


def _short(value: Json) -> str:
    text = canonical(value).encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _number(amount: Decimal) -> Json:
    return int(amount) if amount == int(amount) else float(amount)
