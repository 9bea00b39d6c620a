# The runtime of fal-codegen, from templates/python/runtime/_catalogue.py: edit it there.
"""The endpoints of this package, by their ids; a module is imported when it is asked for."""

from collections.abc import Collection, Iterator, Mapping
from importlib import import_module
from typing import Any, Generic, TypeVar

from ._hints import nearest

I_co = TypeVar("I_co", covariant=True)
O_co = TypeVar("O_co", covariant=True)

_NONE: Mapping[str, str] = {}


class Endpoint(Generic[I_co, O_co]):
    """An endpoint: its `id`, and the classes of its requests and answers.

    `price_unit` is what its price is for, such as "image", where its documentation page said so
    when this package was made; else None. `fal.price(…)` asks for the price itself.
    """

    def __init__(self, id_: str, module: str, price_unit: str | None = None) -> None:
        self.id = id_
        self.price_unit = price_unit
        self._module = module

    def __repr__(self) -> str:
        """Show the id, and the module that holds the classes."""
        return f"Endpoint({self.id!r}, {self._module})"

    @property
    def module(self) -> str:
        """The name of its module in this package."""
        return self._module

    @property
    def Input(self) -> type[I_co]:
        """The class of its requests."""
        kind: type[I_co] = self._load().Input
        return kind

    @property
    def Output(self) -> type[O_co]:
        """The class of its answers."""
        request: Any = self.Input
        kind: type[O_co] = request.output_type()
        return kind

    def _load(self) -> Any:
        return import_module(f"{__package__}.{self._module}")


class Catalogue(Mapping[str, Endpoint[Any, Any]]):
    """The endpoints by their ids."""

    def __init__(self, modules: Mapping[str, str], units: Mapping[str, str] = _NONE) -> None:
        self._modules = modules
        self._units = units

    @property
    def modules(self) -> Collection[str]:
        """The names of their modules in this package."""
        return self._modules.values()

    def __getitem__(self, id_: str, /) -> Endpoint[Any, Any]:
        """Find an endpoint; raises `KeyError` with the nearest id."""
        if id_ not in self._modules:
            question = nearest(str(id_), self._modules)
            raise KeyError(f"{id_} is no endpoint of this package{question}")
        return Endpoint(id_, self._modules[id_], self._units.get(id_))

    def __iter__(self) -> Iterator[str]:
        """Give the ids."""
        return iter(self._modules)

    def __len__(self) -> int:
        """Count the endpoints."""
        return len(self._modules)

    def __repr__(self) -> str:
        """Show how many there are, and the first ids."""
        first = ", ".join([*self._modules][:3])
        return f"<{len(self)} endpoints: {first}{', …' if len(self) > 3 else ''}>"
