"""Tokens: what lets in to one app without the key, in the address (official clients)."""

from hmac import compare_digest
from urllib.parse import parse_qs

from starlette.types import Scope

from fal_codegen.contract import NAMESPACES
from fal_codegen.emulator.identity import Ids

_NAME = "fal_jwt_token"


def has_token(scope: Scope, path: str, ids: Ids) -> bool:
    """Tell whether a request has a token for the app at a path, such as `owner/alias/realtime`."""
    segments = path.strip("/").split("/")
    alias = segments[2 if segments[0] in NAMESPACES else 1 :][:1]
    given = sent_token(scope)
    if given is None or not alias:
        return False
    return compare_digest(given.encode(errors="replace"), ids.realtime_token(alias[0]).encode())


def sent_token(scope: Scope) -> str | None:
    """Give the token of a request, right or wrong; None where it has none."""
    query = parse_qs(scope.get("query_string", b"").decode(errors="replace"))
    return query[_NAME][-1] if _NAME in query else None
