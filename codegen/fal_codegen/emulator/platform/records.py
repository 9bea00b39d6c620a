"""What was asked of the models, as the platform remembers it."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from fal_codegen.contract import EndpointId, Json
from fal_codegen.emulator.identity import moment
from fal_codegen.emulator.jobs.backlog import Backlog
from fal_codegen.emulator.jobs.job import Job
from fal_codegen.emulator.outcome import Outcome
from fal_codegen.emulator.platform.refusals import Refusal
from fal_codegen.emulator.wire import parse_body

_REMEMBERED = 1000
_LARGEST = 64 * 2**10  # bytes of a body that is remembered
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Record:
    """A request: its number and id, what it asked, and what came of it once it is over.

    Times are the emulator's own: requests begin a minute apart (`identity.moment`).
    """

    number: int
    id: str
    endpoint: EndpointId
    body: bytes = b""
    outcome: Outcome | None = None
    seconds: int = 1

    @property
    def status(self) -> int | None:
        """The HTTP status of its answer; None while there is none."""
        return self.outcome.status if self.outcome else None

    @property
    def units(self) -> float:
        """What it was billed, in units."""
        headers = dict(self.outcome.headers) if self.outcome else {}
        return float(headers.get("x-fal-billable-units", 0))

    @property
    def sent(self) -> str:
        """When it came, ISO 8601."""
        return moment(self.number, 0)

    @property
    def ended(self) -> str | None:
        """When it was over, ISO 8601."""
        return moment(self.number, self.seconds) if self.outcome else None

    def payloads(self) -> dict[str, Json]:
        """Give body and answer, as far as they are remembered."""
        asked = parse_body(self.body) if self.body else None
        answered = self.outcome.body if self.outcome else None
        return {
            "json_input": None if isinstance(asked, Outcome) else asked,
            "json_output": answered if self.body else None,
        }


@dataclass
class Records:
    """The requests that were answered directly, and those of the queue."""

    backlog: Backlog
    _direct: deque[Record] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    _emptied: set[str] = field(default_factory=set[str])

    def note(self, record: Record) -> None:
        """Remember a request that was answered directly; of a large body, not what it was."""
        small = len(record.body) <= _LARGEST
        self._direct.append(record if small else replace(record, body=b""))

    def __iter__(self) -> Iterator[Record]:
        """Give all, the newest first."""
        found = [*self._direct, *map(_of_job, self.backlog)]
        for record in sorted(found, key=lambda each: each.number, reverse=True):
            yield replace(record, body=b"") if record.id in self._emptied else record

    def empty(self, id_: str) -> bool:
        """Forget what a request sent and got; tell whether there is such a request."""
        known = any(each.id == id_ for each in self)
        self._emptied.update([id_] if known else [])
        return known

    def asked_for(self, asked: Mapping[str, Any]) -> list[Record]:
        """Give those that a question is about, the newest first."""
        records = [*self]
        last = moment(records[0].number + 1, 0) if records else moment(0, 0)
        end = _time(asked, "end", datetime.fromisoformat(last))
        start = _time(asked, "start", end - _DAY)
        ids = ids_of(asked)
        return [
            each
            for each in records
            if (not ids or each.endpoint in ids)
            and asked.get("request_id", each.id) == each.id
            and start <= datetime.fromisoformat(each.sent) < end
        ]


def ids_of(asked: Mapping[str, Any]) -> list[str]:
    """Give the ids of endpoints that a question names."""
    named = asked.get("endpoint_id", [])
    return [named] if isinstance(named, str) else named


def _of_job(job: Job) -> Record:
    seconds = int(job.pace.takes or 2)
    return Record(job.number, job.id, job.endpoint, job.body, job.result, seconds)


def _time(asked: Mapping[str, Any], name: str, otherwise: datetime) -> datetime:
    text = asked.get(name)
    if text is None:
        return otherwise
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal(400, f"{name}: Input should be a time in ISO 8601") from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)
