"""Foreign text as characters that a reader sees, and may see."""

import re

_USER = re.compile(r"(?<=://)[^/\s@?#]*@")


def one_line(text: str) -> str:
    """Escape what is not shown as a character: documents may hold anything.

    Addresses are told without their users and passwords.
    """
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode("ascii")
        for each in _USER.sub("", text)
    )
