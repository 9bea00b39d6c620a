"""The requests that were made: one by one, and how they went."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from starlette.requests import Request

from fal_codegen.contract import Json
from fal_codegen.emulator.platform.paging import page
from fal_codegen.emulator.platform.questions import Questions
from fal_codegen.emulator.platform.records import Record, Records
from fal_codegen.emulator.platform.refusals import Refusal
from fal_codegen.emulator.platform.times import LAST_PAGE, by_time
from fal_codegen.emulator.wire import ServiceResponse

_DURATIONS = (25, 50, 75, 90, 95, 99)
_PREPARATIONS = (50, 75, 90, 95, 99)
_ENDS = {2: "success", 4: "user_error", 5: "error"}


class History:
    """The requests of endpoints, and their payloads."""

    def __init__(self, records: Records, questions: Questions) -> None:
        self._records = records
        self._questions = questions

    async def requests(self, request: Request) -> ServiceResponse:
        """Answer a page of requests, the last that ended first, or the one that took longest."""
        asked = await self._questions.read(request, "ListRequests")
        wanted = asked.get("status")
        found = [
            each
            for each in self._records.asked_for(asked)
            if wanted is None or _end(each) == wanted
        ]
        if asked.get("sort_by") == "duration":
            found.sort(key=lambda each: each.seconds, reverse=True)
        shown, more = page(found, asked, lambda each: each.id)
        payloads = "payloads" in asked.get("expand", ())
        items = [_item(each, payloads=payloads) for each in shown]
        return ServiceResponse({"items": items, **more})

    async def analytics(self, request: Request) -> ServiceResponse:
        """Answer how requests went."""
        asked = await self._questions.read(request, "GetAnalytics")
        records = self._records.asked_for(asked)
        return ServiceResponse({**by_time(records, asked, _counted), **LAST_PAGE})

    async def delete_payloads(self, request: Request) -> ServiceResponse:
        """Forget what a request sent and got."""
        asked = await self._questions.read(request, "DeletePayloads")
        if not self._records.empty(asked["request_id"]):
            raise Refusal(404, "There is no such request.")
        return ServiceResponse({"cdn_delete_results": []})


def _end(record: Record) -> str | None:
    return None if record.status is None else _ENDS.get(record.status // 100)


def _item(record: Record, *, payloads: bool) -> dict[str, Json]:
    return {
        "request_id": record.id,
        "endpoint_id": str(record.endpoint),
        "started_at": record.sent,
        "sent_at": record.sent,
        "ended_at": record.ended,
        "status_code": record.status,
        "duration": record.seconds if record.ended else None,
        **(record.payloads() if payloads else {}),
    }


def _counted(records: Iterable[Record]) -> list[Json]:
    by_endpoint: defaultdict[str, list[Record]] = defaultdict(list)
    for each in records:
        if each.status is not None:
            by_endpoint[each.endpoint].append(each)
    return [_counts(id_, some) for id_, some in sorted(by_endpoint.items())]


def _counts(id_: str, records: Sequence[Record]) -> Json:
    ends = [_end(each) for each in records]
    seconds = sorted(each.seconds for each in records)
    return {
        "endpoint_id": id_,
        "request_count": len(records),
        "success_count": ends.count("success"),
        "user_error_count": ends.count("user_error"),
        "error_count": ends.count("error"),
        **{f"p{part}_duration": _not_exceeded(seconds, part) for part in _DURATIONS},
        **{f"p{part}_prepare_duration": 0 for part in _PREPARATIONS},
        "cold_boot_count": 0,
    }


def _not_exceeded(seconds: Sequence[int], percent: int) -> int:
    return seconds[math.ceil(len(seconds) * percent / 100) - 1]
