# The runtime of fal-codegen, from templates/python/runtime/_text.py: edit it there.
"""Text that can be sent: Python's strings may hold half of a surrogate pair, which none can."""

from collections.abc import Iterator, Mapping
from typing import cast

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import InitErrorDetails

TEXT_ALONE = ConfigDict(str_min_length=0)
"""Has pydantic look whether strings are text, which it otherwise does for those with limits."""


def is_text(text: str) -> bool:
    """Tell whether all of it can be sent."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def refuse_no_text(value: object, title: str) -> None:
    """Raise `pydantic.ValidationError` for texts, names among them, that cannot be sent."""
    wrong = [*_no_text(value, ())]
    if wrong:
        raise ValidationError.from_exception_data(title, wrong)


def _no_text(value: object, place: tuple[str | int, ...]) -> Iterator[InitErrorDetails]:
    match value:
        case str():
            if not is_text(value):
                yield InitErrorDetails(type="string_unicode", loc=place, input=value)
        case BaseModel():
            yield from _no_text({**vars(value), **(value.model_extra or {})}, place)
        case Mapping():
            for name, each in cast("Mapping[object, object]", value).items():
                shown = str(name).encode(errors="replace").decode()
                yield from _no_text(name, (*place, shown, "[key]"))
                yield from _no_text(each, (*place, shown))
        case list() | tuple():
            for index, each in enumerate(cast("list[object]", value)):
                yield from _no_text(each, (*place, index))
        case _:
            pass
