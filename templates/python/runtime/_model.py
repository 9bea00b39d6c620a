# The runtime of fal-codegen, from templates/python/runtime/_model.py: edit it there.
"""What requests and answers are made of."""

import json
from collections.abc import Iterator, Mapping
from types import GenericAlias
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Generic,
    Self,
    TypeVar,
    dataclass_transform,
    get_args,
    get_origin,
)

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, JsonValue, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, PydanticSerializationError

from ._attributes import Fields
from ._disagreements import Disagreement
from ._files import WRITTEN, LocalFiles
from ._hints import with_hints
from ._json_answer import JsonAnswer
from ._response import Response, kept_response
from ._text import refuse_no_text

T = TypeVar("T", bound=BaseModel | JsonAnswer)

_written = json.JSONEncoder(ensure_ascii=False).encode
_FROM_BODY = object()
"""Marks what is read from a body, and so goes back into it unchanged."""


if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass

    @dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(Field,))
    class _Frozen(ModelMetaclass):
        """Tells type checkers what `frozen=True` tells pydantic."""

else:

    class _Signature:
        """Stands in until pydantic builds the class, and gives it a signature of its own."""

        def __get__(self, kind: type | None, _: object = None) -> object:
            from ._described import signature  # for whoever looks

            return signature(kind)

    class _Frozen(type(BaseModel)):
        __signature__ = _Signature()

        def __init__(cls, *args: object, **kwargs: object) -> None:
            """Let others who build types at once, as FastAPI does, build this one with theirs."""
            super().__init__(*args, **kwargs)
            if not cls.__module__.rpartition(".")[2].startswith("_"):  # ours pass it on
                cls.model_config["defer_build"] = False

        def __call__(cls, /, *args: object, **kwargs: object) -> object:
            """Make a value; what is refused is told with what was probably meant."""
            if cls.__init__ is not BaseModel.__init__:  # a user's own, which calls pydantic's
                return super().__call__(*args, **kwargs)
            if args:
                raise TypeError(f"{cls.__name__} takes its fields by name: {cls.__name__}(name=…)")
            try:
                return cls.__pydantic_validator__.validate_python(kwargs, context=WRITTEN)
            except ValidationError as error:
                hinted = with_hints(error, cls)
            raise hinted

        @property
        def model_fields(cls) -> dict[str, FieldInfo]:
            """The fields, each with the text below it as its description."""
            from ._described import described_fields  # reads source, for whoever looks

            return described_fields(cls)


class Part(Fields, BaseModel, metaclass=_Frozen):
    """A value inside a request: closed and exact.

    An unknown field, a value of another type and a value outside a limit raise
    `pydantic.ValidationError`, which names the field and the limit.
    """

    model_config = ConfigDict(
        str_min_length=0,  # see TEXT_ALONE
        strict=True,
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        defer_build=True,
        protected_namespaces=(),
    )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> dict[str, Any]:
        """Give the JSON schema, with the texts of the fields."""
        from ._described import described_schema  # for schemas alone

        return described_schema(cls, core_schema, handler)

    def __repr_args__(self) -> Iterator[tuple[str, object]]:
        """Show what will be sent: the fields that are set, long ones cut."""
        from ._shown import shown  # for people alone

        if not hasattr(self, "__pydantic_fields_set__"):  # as a debugger sees one half made
            return
        for name in type(self).__pydantic_fields__:
            if name in self.model_fields_set:
                yield name, shown(getattr(self, name))
        for name, value in (self.model_extra or {}).items():
            yield name, shown(value)

    def replace(self, /, **changes: object) -> Self:
        """Give the same with other values; raises `pydantic.ValidationError` as writing it does."""
        fields = type(self).__pydantic_fields__
        names = {field.alias: name for name, field in fields.items() if field.alias}
        given = {name: getattr(self, name) for name in self.model_fields_set}
        changed = {names.get(name, name): value for name, value in changes.items()}
        try:
            return type(self).model_validate({**given, **changed}, context=WRITTEN)
        except ValidationError as error:
            hinted = with_hints(error, type(self))
        raise hinted

    if not TYPE_CHECKING:  # pydantic's own, but no way around the limits

        def model_copy(
            self, *, update: dict[str, object] | None = None, deep: bool = False
        ) -> Self:
            copy = super().model_copy(deep=deep)
            return copy.replace(**update) if update else copy

        __replace__ = replace

        def __setattr__(self, name: str, value: object) -> None:
            try:
                return super().__setattr__(name, value)
            except ValidationError as error:
                hinted = with_hints(error, type(self))
            raise hinted


class TaggedPart(Part):
    """A part that constants tell from the other members of a union: those are always sent."""

    __tags__: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, *, tags: tuple[str, ...] = ()) -> None:
        """Note the constants, by the names that the endpoint knows."""
        super().__init_subclass__()
        cls.__tags__ = tags or cls.__tags__

    def model_post_init(self, context: object, /) -> None:
        """Set the constants, unless it is read from a body."""
        if context is not _FROM_BODY:
            fields = type(self).__pydantic_fields__.items()
            tags = [name for name, field in fields if (field.alias or name) in self.__tags__]
            self.model_fields_set.update(tags)


class Request(Part, Generic[T]):
    """What is sent to an endpoint: a value that knows where it goes and what comes back.

    `class Input(Request[Output], endpoint="owner/name")` is a whole endpoint: any client that
    takes a `Request[T]` gives a `T`.
    """

    endpoint: ClassVar[str]

    if not TYPE_CHECKING:  # pydantic's own would build a class for every answer
        __class_getitem__ = classmethod(GenericAlias)

    def __init_subclass__(cls, *, endpoint: str | None = None) -> None:
        """Note the endpoint's id; a subclass that names none keeps its parent's."""
        super().__init_subclass__()
        if endpoint is not None:
            cls.endpoint = endpoint

    @classmethod
    def output_type(cls) -> type[T]:
        """Give the class of the endpoint's answers: the `T` of `Request[T]`."""
        output: type[T] = answer_type(cls, Request)
        return output

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """Read a JSON body, by the names and types that go over the wire."""
        try:
            text = _written(dict(body)).encode()
        except UnicodeEncodeError:  # half a surrogate pair, which JSON can only spell
            text = json.dumps(dict(body)).encode()
        except (TypeError, ValueError, RecursionError):
            from ._work import refuse_no_json  # for mistakes alone

            refuse_no_json(body)  # which tells the place
            raise
        try:
            return cls.model_validate_json(text, by_alias=True, by_name=False, context=_FROM_BODY)
        except ValidationError as error:
            hinted = with_hints(error, cls)
        refuse_no_text(body, cls.__name__)  # which the parser tells without a place
        raise hinted

    def body(self, files: LocalFiles | None = None) -> dict[str, JsonValue]:
        """Give the JSON body: exactly what the caller set, under the names the endpoint knows.

        Local files are in it as data URIs, or as the URLs that `files` has for them.
        """
        try:
            return self.model_dump(mode="json", by_alias=True, exclude_unset=True, context=files)
        except UnicodeEncodeError:
            refuse_no_text(self, type(self).__name__)
            raise
        except PydanticSerializationError:
            from ._work import refuse_unreadable  # for mistakes alone

            refuse_unreadable(self.body)
            raise


def answer_type(kind: type, *generic: object) -> Any:
    """Give the `T` with which a class is made of `Request[T]`, or of another generic class."""
    for base in kind.__mro__:
        for parent in vars(base).get("__orig_bases__", ()):
            if get_origin(parent) in generic:
                return get_args(parent)[0]
    raise TypeError(f"{kind.__name__} does not name the type of its answers: Request[T]")


class Answer(Fields, BaseModel, metaclass=_Frozen):
    """What comes back: open, and kept as it came.

    Unknown fields stay (see `model_extra`) and no value is coerced, so
    `model_dump(exclude_unset=True)` is the body that was read. An answer that is not what the
    contract promises is given all the same: what is wrong stays as it came, what is missing is
    None, and `disagreements` tell.
    """

    model_config = ConfigDict(
        strict=True,
        extra="allow",
        frozen=True,
        serialize_by_alias=True,
        defer_build=True,
        protected_namespaces=(),
    )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> dict[str, Any]:
        """Give the JSON schema, with the texts of the fields."""
        from ._described import described_schema  # for schemas alone

        return described_schema(cls, core_schema, handler)

    @property
    def response(self) -> Response:
        """What came back beside the answer, such as what it cost; empty for its parts."""
        return kept_response(vars(self))

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """In what the answer is not what its contract promises; empty for its parts."""
        found: tuple[Disagreement, ...] = (self.__pydantic_private__ or {}).get(
            "_disagreements", ()
        )
        return found

    if not TYPE_CHECKING:  # pydantic's own, but silent about values that disagree

        def model_dump(self, **options: object) -> dict[str, JsonValue]:
            return super().model_dump(**{"warnings": False, **options})

        def model_dump_json(self, **options: object) -> str:
            return super().model_dump_json(**{"warnings": False, **options})
