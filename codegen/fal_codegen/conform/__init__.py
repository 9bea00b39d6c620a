"""A client in any language held to the conformance kit; the kit is data, the client a program."""

from fal_codegen.conform.convicting import convict
from fal_codegen.conform.kit import Kit, load_kit
from fal_codegen.conform.known import Known, read_known, with_known
from fal_codegen.conform.lines import Lines
from fal_codegen.conform.outcome import VERDICTS, Outcome, Verdict
from fal_codegen.conform.port import Port, started
from fal_codegen.conform.scripts import play_scripts
from fal_codegen.conform.vectors import try_answers, try_requests
from fal_codegen.conform.witness import Rules, Serve, play_before_emulator

__all__ = [
    "VERDICTS",
    "Kit",
    "Known",
    "Lines",
    "Outcome",
    "Port",
    "Rules",
    "Serve",
    "Verdict",
    "convict",
    "load_kit",
    "play_before_emulator",
    "play_scripts",
    "read_known",
    "started",
    "try_answers",
    "try_requests",
    "with_known",
]
