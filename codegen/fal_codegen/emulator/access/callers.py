"""Where a caller comes from."""

from starlette.datastructures import Headers
from starlette.types import Scope

from fal_codegen.emulator.access.cors import is_foreign
from fal_codegen.emulator.access.loopback import is_loopback

_PASSED_ON = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


def from_elsewhere(scope: Scope) -> bool:
    """Tell whether a request comes from another machine, or from a page of another site.

    One that a proxy on this machine passed on is from elsewhere.
    """
    address = (scope.get("client") or ("", 0))[0]
    headers = Headers(scope=scope)
    page = headers.get("origin")
    passed_on = any(name in headers for name in _PASSED_ON)
    return not is_loopback(address) or passed_on or (page is not None and is_foreign(page))
