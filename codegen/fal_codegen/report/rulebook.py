"""What every rule of drift, check and probe means, and what to do about what falls under it."""

from collections.abc import Iterator
from dataclasses import dataclass

from fal_codegen.check import RULES as CHECK_RULES
from fal_codegen.drift import EFFECTS
from fal_codegen.drift import RULES as DRIFT_RULES
from fal_codegen.probe import RULES as PROBE_RULES
from fal_codegen.report.change_remedies import remedy_of_change
from fal_codegen.report.wording import as_sentence

_LEFT_OPEN = dict.fromkeys(("left", "right", "name", "detail"), "…")
_OF_PROBE = "see what shows it, and keep to what both the contract and the service allow"


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule in words: the verb that has it, what it is about, and what to do."""

    id: str
    verb: str
    level: str
    about: str
    remedy: str


def rulebook() -> Iterator[RuleText]:
    """Give every rule, those of drift first."""
    for change in DRIFT_RULES:
        about, remedy = EFFECTS[change.effect], remedy_of_change(change)
        yield _text(change.id, "drift", change.level, about, remedy)
    for finding in CHECK_RULES:
        about = finding.sentence.format(**_LEFT_OPEN)
        yield _text(finding.id, "check", finding.severity, about, finding.remedy)
    for deviation in PROBE_RULES:
        yield _text(deviation.id, "probe", deviation.level, deviation.sentence, _OF_PROBE)


def _text(id_: str, verb: str, level: str, about: str, remedy: str) -> RuleText:
    return RuleText(id_, verb, level, as_sentence(about), as_sentence(remedy))
