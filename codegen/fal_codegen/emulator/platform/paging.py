"""Pages of a list."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from fal_codegen.contract import Json
from fal_codegen.emulator.platform.refusals import Refusal

T = TypeVar("T")
_LIMIT = 50
_LARGEST = 100


def page(
    entries: Sequence[T], asked: Mapping[str, Any], name: Callable[[T], str]
) -> tuple[Sequence[T], dict[str, Json]]:
    """Give the entries of a page, and where the next begins: at the entry of that name."""
    limit, cursor = min(asked.get("limit", _LIMIT), _LARGEST), asked.get("cursor")
    names = [name(each) for each in entries]
    if cursor is not None and cursor not in names:
        raise Refusal(400, "cursor: Input should be a next_cursor of this list")
    start = names.index(cursor) if cursor is not None else 0
    following = names[start + limit : start + limit + 1]
    more: dict[str, Json] = {
        "next_cursor": following[0] if following else None,
        "has_more": bool(following),
    }
    return entries[start : start + limit], more
