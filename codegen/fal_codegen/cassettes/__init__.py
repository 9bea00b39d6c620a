"""Traffic ↔ files: recording and replay with vcrpy, scrubbing, HAR import."""

from fal_codegen.cassettes.har import Har, Passed, Traffic, read_har
from fal_codegen.cassettes.media import FIRST_BYTES, inlined, is_cut, urls_in
from fal_codegen.cassettes.offline import NetworkShut, offline
from fal_codegen.cassettes.recorder import Tape, recording, replaying, taping
from fal_codegen.cassettes.search import Leak, SecretFound, find_leaks, refuse_secrets
from fal_codegen.cassettes.tape import (
    Cassette,
    Exchange,
    Promises,
    Stamp,
    read_cassette,
    restamp,
    write_cassette,
)

__all__ = [
    "FIRST_BYTES",
    "Cassette",
    "Exchange",
    "Har",
    "Leak",
    "NetworkShut",
    "Passed",
    "Promises",
    "SecretFound",
    "Stamp",
    "Tape",
    "Traffic",
    "find_leaks",
    "inlined",
    "is_cut",
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
