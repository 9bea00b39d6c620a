"""Foreign text as characters that a reader sees."""


def one_line(text: str) -> str:
    """Escape what is not shown as a character: documents may hold anything."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode("ascii")
        for each in text
    )
