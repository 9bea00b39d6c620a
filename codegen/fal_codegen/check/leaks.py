"""Secrets in recordings, as findings."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from fal_codegen.cassettes import find_leaks
from fal_codegen.check import rules
from fal_codegen.check.findings import Finding
from fal_codegen.contract import EndpointId, FilePlace


def check_secrets(
    endpoint: EndpointId | None, file: FilePlace, text: str, keys: Collection[str]
) -> Iterator[Finding]:
    """Give the secrets in the text of a file of recordings, these keys and all that it shows."""
    for leak in find_leaks(text, keys):
        place = replace(file, pointer=f"/{leak.place}" if leak.place else "")
        yield Finding(rules.CASSETTE_SECRET, endpoint, place, leak.kind)
