"""A documentation page: what it shows of an endpoint, which is less than the document does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from fal_codegen.contract import Claim, Endpoint, EndpointId, Json
from fal_codegen.pages.entry import Entry, endpoint
from fal_codegen.pages.forms import FORMS, Form, FormName
from fal_codegen.pages.literals import plain

Where: TypeAlias = Literal["limitations", "description", "text", "table"]


@dataclass(frozen=True, slots=True)
class Statement:
    """Something a page says of a field outside the field's own notes.

    `where` is the list called Limitations, the field's description, or the text and the tables
    around; `line` is that of the file, 0 where it is not known.
    """

    claim: Claim
    where: Where
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Price:
    """A price that a page names: so many US dollars for one of something, a `megapixel`."""

    amount: float
    unit: str
    text: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, kw_only=True)
class Page:
    """What one documentation page shows of one endpoint.

    `types` are those the page names and defines, by their names. `url` is where the page says that
    the endpoint is called. `required_example` is a body with nothing but what must be sent.
    """

    id: EndpointId
    form: FormName = "llms.txt"
    input: tuple[Entry, ...] = ()
    output: tuple[Entry, ...] = ()
    types: tuple[tuple[str, tuple[Entry, ...]], ...] = ()
    category: str = ""
    about: str = ""
    url: str = ""
    input_example: Json = None
    required_example: Json = None
    output_example: Json = None
    statements: tuple[Statement, ...] = ()
    prices: tuple[Price, ...] = ()
    line: int = field(default=1, compare=False)

    @property
    def shows(self) -> Form:
        """What pages of this form can show."""
        return FORMS[self.form]

    @property
    def hidden(self) -> tuple[str, ...]:
        """Name what this page cannot show."""
        form = self.shows.hidden()
        if self.shows.required and any(entry.required is None for entry in self.output):
            return "which fields of the output are required", *form
        return form

    @cached_property
    def fields(self) -> Mapping[str, Entry]:
        """The fields of the input by their names."""
        return {entry.name: entry for entry in self.input}

    @cached_property
    def words(self) -> frozenset[str]:
        """Every name of a field and every value that the page lists anywhere."""
        types = (entry for _, shown in self.types for entry in shown)
        shown = (*self.input, *self.output, *types)
        values = (plain(value) for entry in shown for value in entry.values)
        return frozenset((*(entry.name for entry in shown), *values))

    @cached_property
    def endpoint(self) -> Endpoint:
        """The contract that the page's field lists promise, as weak as the page."""
        return endpoint(
            self.id,
            input_=self.input,
            output=self.output,
            types=dict(self.types),
            category=self.category,
            about=self.about,
        )

    def said(self, *where: Where) -> tuple[Claim, ...]:
        """Give what is claimed at these places of the page."""
        return tuple(each.claim for each in self.statements if each.where in where)
