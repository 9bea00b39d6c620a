"""Results about requests, in all or by spans of time."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fal_codegen.contract import Json
from fal_codegen.emulator.platform.records import Record
from fal_codegen.emulator.platform.refusals import Refusal

LAST_PAGE: dict[str, Json] = {"next_cursor": None, "has_more": False}
_TIMEFRAMES = ("minute", "hour", "day", "week", "month")


def by_time(
    records: Sequence[Record],
    asked: Mapping[str, Any],
    results: Callable[[Sequence[Record]], list[Json]],
) -> dict[str, Json]:
    """Give the results of records: by time, unless only the `summary` is asked for (a guess)."""
    expand = asked.get("expand", ["time_series"])
    found: dict[str, Json] = {}
    if "time_series" in expand:
        spans: defaultdict[str, list[Record]] = defaultdict(list)
        for each in records:
            spans[_begin(each.sent, asked)].append(each)
        found["time_series"] = [
            {"bucket": begin, "results": results(some)} for begin, some in sorted(spans.items())
        ]
    if "summary" in expand:
        found["summary"] = results(records)
    return found


def _begin(time: str, asked: Mapping[str, Any]) -> str:
    """Give the beginning of the span that holds a time."""
    frame = asked.get("timeframe", "day")
    if frame not in _TIMEFRAMES:
        raise Refusal(400, f"timeframe: Input should be one of {', '.join(_TIMEFRAMES)}")
    here = datetime.fromisoformat(time).astimezone(_zone(asked))
    begin = here.replace(second=0, microsecond=0)
    if frame != "minute":
        begin = begin.replace(minute=0)
    if frame in {"day", "week", "month"}:
        begin = begin.replace(hour=0)
    if frame == "week":
        begin -= timedelta(days=begin.weekday())
    return (begin.replace(day=1) if frame == "month" else begin).isoformat()


def _zone(asked: Mapping[str, Any]) -> ZoneInfo:
    try:
        return ZoneInfo(asked.get("timezone", "UTC"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refusal(400, "timezone: Input should be a time zone, such as Europe/Berlin") from None
