"""Data URIs in traffic: files in a body, of which a recording keeps the beginning."""

import re

KEPT = 1024
"""Characters of base64 that stay, which tell what a file is; four of them are three bytes."""
_URI = re.compile(rb'(data:[^\s",]{0,200};base64,)((?:[A-Za-z0-9+/_-]++|\\/)++={0,2})')


def shortened(body: bytes, most: int = KEPT) -> tuple[bytes, int]:
    """Give a body with each long data URI cut, and how many were; all else stays as it came."""
    cut = 0

    def short(found: re.Match[bytes]) -> bytes:
        nonlocal cut
        head, content = found.groups()
        plain = content.replace(b"\\/", b"/")
        cut += len(plain) > most
        return head + plain[:most] if len(plain) > most else found[0]

    return _URI.sub(short, body), cut
