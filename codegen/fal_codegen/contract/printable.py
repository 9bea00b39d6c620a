"""Foreign text as characters that a reader sees, and may see."""

import re

_USER = re.compile(r"(?<=://)[^/\s@?#]*@")


def shortened(text: str, most: int) -> str:
    """Give a text of at most so many characters, with an ellipsis behind what is cut."""
    return text if len(text) <= most else f"{text[:most]}…"


def one_line(text: str) -> str:
    """Escape what is not shown as a character: documents may hold anything.

    Addresses are told without their users and passwords.
    """
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode("ascii")
        for each in _USER.sub("", text)
    )
