"""Whether a service enforces what its document says, asked with bodies that may cost money."""

from fal_codegen.probe.census import Allowed, Census, LimitVerdict, Verdict
from fal_codegen.probe.claims import Claimed, claimed_limits
from fal_codegen.probe.deviations import REFUSED, RULES, Deviation, ProbeRule, deviations, place_of
from fal_codegen.probe.exchange import Reply, Send, Unreached
from fal_codegen.probe.ledger import Ledger
from fal_codegen.probe.plan import Plan, make_plan
from fal_codegen.probe.queue import queue_sender
from fal_codegen.probe.run import probe
from fal_codegen.probe.service import Target, sender

__all__ = [
    "REFUSED",
    "RULES",
    "Allowed",
    "Census",
    "Claimed",
    "Deviation",
    "Ledger",
    "LimitVerdict",
    "Plan",
    "ProbeRule",
    "Reply",
    "Send",
    "Target",
    "Unreached",
    "Verdict",
    "claimed_limits",
    "deviations",
    "make_plan",
    "place_of",
    "probe",
    "queue_sender",
    "sender",
]
