"""What of a project could not be read."""

from dataclasses import dataclass, field

from fal_codegen.contract import EndpointId


@dataclass(frozen=True, slots=True)
class Gaps:
    """What could not be read: how many places of a document, and whole documents with the reason.

    At a hole, anything passes. `failed` says of endpoints why a verb could do nothing with them,
    though their documents are read.
    """

    holes: dict[EndpointId, int] = field(default_factory=dict[EndpointId, int])
    unreadable: dict[EndpointId, str] = field(default_factory=dict[EndpointId, str])
    failed: dict[EndpointId, str] = field(default_factory=dict[EndpointId, str])
