# The runtime of fal-codegen, from templates/python/runtime/_spending.py: edit it there.
"""What calls cost: prices, and the sum of what was billed while a block ran."""

from contextvars import ContextVar
from threading import Lock
from typing import TYPE_CHECKING, Self

from ._errors import ApiError, BudgetSpent, Timeout, TransportError, UnexpectedAnswer
from ._flow import Flow, parse, receive
from ._lazy import LazyModule
from ._options import is_number
from ._response import Response, billable_units

if TYPE_CHECKING:
    from . import platform
else:
    platform = LazyModule(".platform", __package__)  # of no use to most

_OPEN: ContextVar[tuple["Spending", ...]] = ContextVar("spending", default=())

_OVER = frozenset({422, 499})  # statuses of jobs that were refused or cancelled, and so are over


class Spending:
    """What was billed while its block ran, in this thread or task and in the tasks begun in it.

    Another thread counts what it does in a block of its own with the same object: `with spent:`.

    `units` are the billable units of each endpoint by its id, as answers and refusals told them; a
    job is counted once, when its answer is fetched. With `most`, prices are asked for, and a
    request raises `BudgetSpent`, unsent, once a further unit of its endpoint would go beyond
    `most`. A request that is under way is taken for one unit: a job until its answer is fetched,
    and one of which nobody knows what became of it for good. How many units a request takes only
    its answer tells, so what is under way may go beyond `most`.
    """

    def __init__(self, most: float | None = None) -> None:
        self.most = most
        self.units = dict[str, float]()
        self.prices = dict[str, "platform.Price"]()
        self._under_way = dict[object, str]()  # endpoints, by a bill or the id of a job
        self._counted = set[str]()
        self._lock = Lock()
        if most is not None and not (is_number(most) and most >= 0):
            raise ValueError("most is a sum of money, 0 or more")

    def __repr__(self) -> str:
        """Show what was billed."""
        return f"Spending(most={self.most}, units={self.units})"

    @property
    def cost(self) -> float | None:
        """The sum of units by their prices, in the service's currency.

        None where a price is not known: they are asked for only with `most`, which may be
        `math.inf`.
        """
        unknown = [id_ for id_, units in self.units.items() if units and id_ not in self.prices]
        return None if unknown else self._price(self.units)

    def count(self, endpoint: str, units: float | None, request_id: str | None) -> None:
        """Add what was billed for a request, which is under way no more."""
        with self._lock:
            self._under_way.pop(request_id, None)
            if request_id in self._counted:
                return
            if request_id:
                self._counted.add(request_id)
            self.units[endpoint] = self.units.get(endpoint, 0.0) + (units or 0.0)

    def begin(self, key: object, endpoint: str) -> None:
        """Note that a request is under way; raises `BudgetSpent` if a unit more is too much."""
        with self._lock:
            self.check(endpoint)
            self._under_way[key] = endpoint

    def end(self, key: object) -> None:
        """Note that a request is under way no more."""
        with self._lock:
            self._under_way.pop(key, None)

    def rename(self, key: object, new: object) -> None:
        """Note that a request that is under way has got another name."""
        with self._lock:
            if key in self._under_way:
                self._under_way[new] = self._under_way.pop(key)

    def check(self, endpoint: str) -> None:
        """Raise `BudgetSpent` if a unit more is too much."""
        price = self.prices.get(endpoint)
        if self.most is None or price is None:
            return
        spent, waits = self._price(self.units), self._price(self._units_under_way())
        if spent + waits + price.unit_price > self.most:
            left = f"{spent:g} of {self.most:g} {price.currency} are spent"
            left += f", {waits:g} are under way" if waits else ""
            raise BudgetSpent(f"{left}, and a unit of {endpoint} costs {price.unit_price:g}")

    def without_price(self, endpoint: str) -> list[str]:
        """Give the endpoints whose prices must be known to tell whether a unit is too much."""
        asked = [] if self.most is None else [endpoint, *self.units, *self._under_way.values()]
        return [id_ for id_ in dict.fromkeys(asked) if id_ not in self.prices]

    def _units_under_way(self) -> dict[str, float]:
        waiting = [*self._under_way.values()]
        return {id_: float(waiting.count(id_)) for id_ in {*waiting}}

    def _price(self, units: dict[str, float]) -> float:
        known = self.prices.items()
        return sum((units.get(id_, 0.0) * price.unit_price for id_, price in known), 0.0)

    def __enter__(self) -> Self:
        """Begin to count."""
        _OPEN.set((*_OPEN.get(), self))
        return self

    def __exit__(self, *_: object) -> None:
        """Count no more."""
        _OPEN.set(_OPEN.get()[:-1])  # the last block that began ends first


class Bill:
    """A unit of a request that makes work, as long as nobody knows what it will cost."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._open = _open()
        try:
            for spending in self._open:
                spending.begin(self, endpoint)
        except BudgetSpent:
            self._end()
            raise

    def __enter__(self) -> Self:
        """Wait for what becomes of the request."""
        return self

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        """Let it be over, unless it was broken off: the service may go on, and bill it."""
        if isinstance(error, ApiError | UnexpectedAnswer):
            self._count(error)
        if not _broken_off(error):
            self._end()

    def becomes(self, request_id: str) -> None:
        """Go on as the unit of a job, until its answer is fetched."""
        for spending in self._open:
            spending.rename(self, request_id)

    def _count(self, error: ApiError | UnexpectedAnswer) -> None:
        units = billable_units(error.reply.headers)
        for spending in self._open:
            spending.count(self._endpoint, units, error.request_id)

    def _end(self) -> None:
        for spending in self._open:
            spending.end(self)


def _open() -> tuple[Spending, ...]:
    return tuple(dict.fromkeys(_OPEN.get()))


def _broken_off(error: BaseException | None) -> bool:
    """Tell whether nobody knows what became of a request."""
    if isinstance(error, Timeout | TransportError):
        return error.delivered
    return error is not None and not isinstance(error, Exception)


def count(endpoint: str, answer: object) -> None:
    """Add what an answer cost to whatever is being counted."""
    for spending in _open():
        response = getattr(answer, "response", None)  # made anew at every look
        if isinstance(response, Response):
            spending.count(endpoint, response.billable_units, response.request_id)


def count_refused(endpoint: str, error: ApiError) -> None:
    """Add what a job cost that ended in a refusal; one that may go on stays under way."""
    units = billable_units(error.reply.headers)
    if units is not None or error.status in _OVER:
        for spending in _open():
            spending.count(endpoint, units, error.request_id)


def check_budget(host: str, endpoint: str) -> Flow[None]:
    """Raise `BudgetSpent` where one unit more would be too much."""
    for spending in _open():
        for id_ in spending.without_price(endpoint):
            spending.prices[id_] = yield from fetch_price(host, id_)
        spending.check(endpoint)


def fetch_price(host: str, endpoint: str) -> "Flow[platform.Price]":
    """Ask the platform what a unit of an endpoint's work costs."""
    call = platform.GetPrices(endpoint_id=endpoint).call(host)
    reply = yield from receive(call)
    for price in parse(reply, platform.Prices).prices:
        if price.endpoint_id == endpoint:
            return price
    raise UnexpectedAnswer(reply, f"no price of {endpoint}")
