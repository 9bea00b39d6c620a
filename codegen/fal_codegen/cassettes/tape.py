"""Recorded traffic as data: what a cassette file holds."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from fal_codegen.contract import EndpointId

STAMP = "fal-codegen"
"""The key of our metadata in a cassette."""
_EMULATOR = "fal-codegen-emulator"
"""How our emulator names itself, in every answer."""
_ANSWERED_BY = ("server", "x-fal-served-from")
_SUCCESS = range(200, 300)


@dataclass(frozen=True, slots=True)
class Promises:
    """What a document promised at the places that a recording has to do with, as digests.

    Places are those of fields, such as `input/num_images` and `output/images/*/url`. `left_out` are
    fields that a request lacks: `required`, or a digest of the default that it relied on.
    """

    exercised: Mapping[str, str]
    left_out: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a recording comes from.

    `source` is `live`, `emulator` or `har` (recorded elsewhere, imported), never blurred; `date` an
    ISO 8601 day; `contract` the canonical sha256 of the document it was recorded under, and
    `promises` what of that it has to do with, which tells a stale recording; `scenario` what was
    done, `sync`, `queue` or `refused/<place>.<keyword>`. Earlier versions wrote no promises.
    """

    endpoint: EndpointId
    scenario: str
    source: str
    date: str
    contract: str
    promises: Promises | None = None

    @property
    def data(self) -> dict[str, Any]:
        """The stamp as a file has it; what is not known is left out."""
        values = asdict(self) | {"endpoint": str(self.endpoint)}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response, without secrets. Header names are in lower case."""

    method: str
    url: str
    request: bytes
    status: int
    response: bytes
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def succeeded(self) -> bool:
        """Whether the service did what was asked: its status is one of success."""
        return self.status in _SUCCESS

    @property
    def is_of_emulator(self) -> bool:
        """Whether our emulator answered, and says so."""
        return names_emulator(self.headers)


def names_emulator(headers: Mapping[str, str]) -> bool:
    """Tell whether the headers of an answer, in small letters, say that it is our emulator's."""
    return _EMULATOR in map(headers.get, _ANSWERED_BY)


@dataclass(frozen=True, slots=True)
class Cassette:
    """A recording: its stamp and its exchanges in order."""

    stamp: Stamp
    exchanges: tuple[Exchange, ...]
