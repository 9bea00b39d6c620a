# The runtime of fal-codegen, from templates/python/runtime/_authorities.py: edit it there.
"""Whom a client trusts over TLS. To read all authorities takes longer than to make a client."""

import os
import ssl
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from ._settings import Settings


def tls_context(settings: Settings) -> ssl.SSLContext:
    """Trust `ca`, else whom httpx trusts; raises `OSError` for a file that cannot be read.

    What a caller or the environment names is read at once, so that a mistake shows where it is.
    """
    if (ca := settings.get("ca")) is not None:
        return _context("ca", ca)
    if file := os.environ.get("SSL_CERT_FILE"):
        return _context("SSL_CERT_FILE", file)
    if os.environ.get("SSL_CERT_DIR"):
        return httpx.create_ssl_context()
    return _DefaultContext(ssl.PROTOCOL_TLS_CLIENT)


def _context(said_by: str, file: str | Path) -> ssl.SSLContext:
    """Trust the authorities of a file; Python's own error does not say which file it was."""
    try:
        return ssl.create_default_context(cafile=file)
    except OSError as error:
        raise OSError(error.errno, f"{said_by}: {error.strerror}", str(file)) from None


class _DefaultContext(ssl.SSLContext):
    """Leaves all to the default context, which is made with the first connection that needs it."""

    def set_alpn_protocols(self, alpn_protocols: Iterable[str]) -> None:
        default_context().set_alpn_protocols(alpn_protocols)

    def wrap_socket(self, *arguments: Any, **named: Any) -> ssl.SSLSocket:
        return default_context().wrap_socket(*arguments, **named)

    def wrap_bio(self, *arguments: Any, **named: Any) -> ssl.SSLObject:
        return default_context().wrap_bio(*arguments, **named)


@cache
def default_context() -> ssl.SSLContext:
    """Trust whom httpx trusts by itself; one context does for all clients."""
    return httpx.create_ssl_context(trust_env=False)
