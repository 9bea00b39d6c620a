"""TLS for an emulator: a certificate authority of its own, made anew each time."""

import ssl
from dataclasses import dataclass

from fal_codegen.emulator.address import NAMES

_NAMES = ("localhost", "127.0.0.1", "::1", *(f"{name}.localhost" for name in sorted(NAMES)))


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a server shows, and the PEM of the authority that its callers must trust."""

    context: ssl.SSLContext
    authority: bytes


def certificate(host: str) -> Certificate:
    """Make a certificate for this machine's own names and a host.

    The keys are kept nowhere.
    """
    import trustme  # noqa: PLC0415 - cryptography comes with it, for those who serve TLS

    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    issued = authority.issue_cert(*dict.fromkeys((*_NAMES, host)))
    with issued.private_key_and_cert_chain_pem.tempfile() as file:  # ssl reads keys from files only
        context.load_cert_chain(file)
    return Certificate(context, authority.cert_pem.bytes())
