"""Traffic ↔ files: recording and replay with vcrpy, scrubbing, HAR import."""

from fal_codegen.cassettes.har import read_har
from fal_codegen.cassettes.recorder import Tape, recording, replaying
from fal_codegen.cassettes.scrub import SecretFound, refuse_secrets
from fal_codegen.cassettes.tape import Cassette, Exchange, Stamp, read_cassette, write_cassette

__all__ = [
    "Cassette",
    "Exchange",
    "SecretFound",
    "Stamp",
    "Tape",
    "read_cassette",
    "read_har",
    "recording",
    "refuse_secrets",
    "replaying",
    "write_cassette",
]
