# The runtime of fal-codegen, from templates/python/runtime/_platform.py: edit it there.
"""Questions to fal's platform, and the flows that ask them; `platform` has the questions."""

from collections.abc import Mapping
from types import GenericAlias
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar, cast
from urllib.parse import quote, urlencode

from pydantic import JsonValue

from ._flow import Event, EventFlow, Flow, fetch_answer
from ._hints import what_it_is
from ._model import Answer, Part, answer_type
from ._wire import Call, Method

A = TypeVar("A", bound=Answer)
Item = TypeVar("Item", bound=Answer)

_NONE: Mapping[str, str] = {}


class Route(NamedTuple):
    """Where a question goes: a path with fields in braces, and fields that go as `headers`.

    What is `fixed` is always in the body. Unless it `needs_key`, anybody may ask.
    """

    method: Method
    path: str
    headers: Mapping[str, str] = _NONE
    fixed: Mapping[str, str] = _NONE
    needs_key: bool = True


class Query(Part, Generic[A]):
    """A question to the platform, which knows where it goes and what comes back: `fal.ask(…)`."""

    route: ClassVar[Route]

    if not TYPE_CHECKING:  # pydantic's own would build a class for every answer
        __class_getitem__ = classmethod(GenericAlias)

    def __init_subclass__(cls, *, route: Route | None = None) -> None:
        """Note where it goes."""
        super().__init_subclass__()
        if route is not None:
            cls.route = route

    @classmethod
    def answer_type(cls) -> type[A]:
        """Give the class of its answers."""
        kind: type[A] = answer_type(cls, Query, Listing)
        return kind

    def call(self, platform: str) -> Call:
        """Give the call that asks it."""
        route, given = self.route, self.model_dump(mode="json", by_alias=True, exclude_unset=True)
        headers = {
            name: str(given.pop(field)) for field, name in route.headers.items() if field in given
        }
        path = route.path.format_map({k: quote(v, safe="") for k, v in _texts(given).items()})
        left = {name: value for name, value in given.items() if f"{{{name}}}" not in route.path}
        url = f"{platform}/v1{path}"
        call = Call(route.method, url, headers=headers, open_to_all=not route.needs_key)
        if route.method == "POST":
            return call._replace(json={**route.fixed, **left})
        return call._replace(url=f"{url}?{urlencode(left, doseq=True)}") if left else call


class Listing(Query[A], Generic[A, Item]):
    """A question whose answer comes page by page: `fal.ask_all(…)` gives what stands on them all.

    `fal.ask(…)` gives one page, with the `next_cursor` to ask on with.
    """

    items: ClassVar[str]

    def __init_subclass__(cls, *, route: Route | None = None, items: str = "") -> None:
        """Note where it goes, and which field of a page holds what is listed."""
        super().__init_subclass__(route=route)
        cls.items = items or cls.items


def ask(platform: str, query: Query[A]) -> Flow[A]:
    """Ask the platform."""
    _expect(query, Query)
    return (yield from fetch_answer(query.call(platform), query.answer_type()))


def ask_all(platform: str, query: Listing[Any, Item]) -> EventFlow[Item, None]:
    """Ask for page after page; each event is an item. A cursor that does not move is the end."""
    _expect(query, Listing)
    seen = set[str]()
    while True:
        page: Any = yield from ask(platform, query)
        for item in _listed(getattr(page, query.items)):
            yield Event(item)
        cursor = page.next_cursor
        if not cursor or cursor in seen or page.has_more is False:
            return
        seen.add(cursor)
        query = query.replace(cursor=cursor)


def _expect(given: object, kind: type) -> None:
    if isinstance(given, kind):
        return
    what = what_it_is(given)
    if kind is Listing and isinstance(given, Query):
        raise TypeError(f"what answers {what} has no pages: ask() gives it whole")
    call = "ask_all(platform.SearchModels(…))" if kind is Listing else "ask(platform.GetMeta())"
    raise TypeError(f"a question of `platform` is asked, as in {call}, not {what}")


def _listed(items: Any) -> list[Any]:
    return [*cast("list[Any]", items)] if isinstance(items, list | tuple) else []


def _texts(given: Mapping[str, JsonValue]) -> dict[str, str]:
    return {name: value for name, value in given.items() if isinstance(value, str)}
