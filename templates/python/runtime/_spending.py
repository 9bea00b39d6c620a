# The runtime of fal-codegen, from templates/python/runtime/_spending.py: edit it there.
"""What calls cost: prices, and the sum of what was billed while a block ran."""

from contextvars import ContextVar, Token
from typing import TYPE_CHECKING, Self

from ._errors import BudgetSpent, UnexpectedAnswer
from ._flow import Flow, parse, receive
from ._lazy import LazyModule
from ._options import is_number
from ._response import Response

if TYPE_CHECKING:
    from . import platform
else:
    platform = LazyModule(".platform", __package__)  # of no use to most

_OPEN: ContextVar[tuple["Spending", ...]] = ContextVar("spending", default=())


class Spending:
    """What was billed while its block ran, in this thread or task and in the tasks begun in it.

    `units` are the billable units of each endpoint by its id, as the answers told them; a job is
    counted once, when its answer is fetched. With `most`, prices are asked for, `cost` is their sum
    in the service's currency, and a request raises `BudgetSpent`, unsent, once a further unit of
    its endpoint would go beyond `most`. How many units a request will take only its answer tells,
    so the last one may go beyond it.
    """

    def __init__(self, most: float | None = None) -> None:
        if most is not None and not (is_number(most) and most >= 0):
            raise ValueError("most is a sum of money, 0 or more")
        self.most = most
        self.units = dict[str, float]()
        self.prices = dict[str, "platform.Price"]()
        self._counted = set[str]()
        self._tokens = list[Token[tuple[Spending, ...]]]()

    def __repr__(self) -> str:
        """Show what was billed."""
        return f"Spending(most={self.most}, units={self.units})"

    @property
    def cost(self) -> float:
        """The sum of units by their prices, as far as prices are known."""
        known = self.prices.items()
        return sum(self.units.get(id_, 0.0) * price.unit_price for id_, price in known)

    def count(self, endpoint: str, response: Response) -> None:
        """Add what an answer cost."""
        if response.request_id in self._counted:
            return
        if response.request_id:
            self._counted.add(response.request_id)
        self.units[endpoint] = self.units.get(endpoint, 0.0) + (response.billable_units or 0.0)

    def __enter__(self) -> Self:
        """Begin to count."""
        self._tokens.append(_OPEN.set((*_OPEN.get(), self)))
        return self

    def __exit__(self, *_: object) -> None:
        """Count no more."""
        _OPEN.reset(self._tokens.pop())


def count(endpoint: str, answer: object) -> None:
    """Add what an answer cost to whatever is being counted."""
    for spending in _OPEN.get():
        response = getattr(answer, "response", None)
        if isinstance(response, Response):
            spending.count(endpoint, response)


def check_budget(host: str, endpoint: str) -> Flow[None]:
    """Raise `BudgetSpent` where one unit more would be too much."""
    for spending in _OPEN.get():
        if spending.most is None:
            continue
        if endpoint not in spending.prices:
            spending.prices[endpoint] = yield from fetch_price(host, endpoint)
        price = spending.prices[endpoint]
        if spending.cost + price.unit_price > spending.most:
            left = f"{spending.cost:g} of {spending.most:g} {price.currency} are spent"
            raise BudgetSpent(f"{left}, and a unit of {endpoint} costs {price.unit_price:g}")


def fetch_price(host: str, endpoint: str) -> "Flow[platform.Price]":
    """Ask the platform what a unit of an endpoint's work costs."""
    call = platform.GetPrices(endpoint_id=endpoint).call(host)
    reply = yield from receive(call)
    for price in parse(reply, platform.Prices).prices:
        if price.endpoint_id == endpoint:
            return price
    raise UnexpectedAnswer(reply, f"no price of {endpoint}")
