"""Whether a service enforces what its document says, asked with bodies that may cost money."""

from fal_codegen.probe.census import Allowed, Census, LimitVerdict, Verdict
from fal_codegen.probe.exchange import Reply, Send, Unreached
from fal_codegen.probe.ledger import Ledger
from fal_codegen.probe.plan import Plan, make_plan
from fal_codegen.probe.queue import queue_sender
from fal_codegen.probe.run import probe
from fal_codegen.probe.service import Target, sender

__all__ = [
    "Allowed",
    "Census",
    "Ledger",
    "LimitVerdict",
    "Plan",
    "Reply",
    "Send",
    "Target",
    "Unreached",
    "Verdict",
    "make_plan",
    "probe",
    "queue_sender",
    "sender",
]
