"""Traffic ↔ files: recording and replay with vcrpy, scrubbing, HAR import."""

from typing import TYPE_CHECKING

from fal_codegen.front import importing

if TYPE_CHECKING:
    from fal_codegen.cassettes.files import read_cassette, restamp, write_cassette
    from fal_codegen.cassettes.har import Har, Passed, Traffic, read_har
    from fal_codegen.cassettes.media import (
        FIRST_BYTES,
        FirstBytes,
        fetched,
        inlined,
        is_inline,
        is_whole,
        urls_in,
    )
    from fal_codegen.cassettes.network_shut import NetworkShut, offline
    from fal_codegen.cassettes.recorder import Tape, recording, replaying, taping
    from fal_codegen.cassettes.search import Leak, SecretFound, find_leaks, refuse_secrets
    from fal_codegen.cassettes.tape import Cassette, Exchange, Promises, Stamp

__all__ = [
    "FIRST_BYTES",
    "Cassette",
    "Exchange",
    "FirstBytes",
    "Har",
    "Leak",
    "NetworkShut",
    "Passed",
    "Promises",
    "SecretFound",
    "Stamp",
    "Tape",
    "Traffic",
    "fetched",
    "find_leaks",
    "inlined",
    "is_inline",
    "is_whole",
    "offline",
    "read_cassette",
    "read_har",
    "recording",
    "refuse_secrets",
    "replaying",
    "restamp",
    "taping",
    "urls_in",
    "write_cassette",
]

__getattr__ = importing(
    __name__,
    {
        "files": "read_cassette restamp write_cassette",
        "har": "Har Passed Traffic read_har",
        "media": "FIRST_BYTES FirstBytes fetched inlined is_inline is_whole urls_in",
        "network_shut": "NetworkShut offline",
        "recorder": "Tape recording replaying taping",
        "search": "Leak SecretFound find_leaks refuse_secrets",
        "tape": "Cassette Exchange Promises Stamp",
    },
)
