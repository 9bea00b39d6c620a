"""What may be spent, and what counts as spent."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(slots=True)
class Ledger:
    """A purse that is never overdrawn: None in it has no bound; money is in the `currency`.

    A call is paid before it is sent, and only a refusal gives the money back. Of what was taken,
    not answered, or answered too late, nobody knows that it was not billed.
    """

    budget: Decimal | None = None
    per_unit: Decimal | None = None
    currency: str = ""
    spent: Decimal = Decimal(0)
    calls: int = 0
    taken: int = 0

    def cost(self, units: int) -> Decimal:
        """Give what a call may cost at the most: one, where calls are counted."""
        return Decimal(1) if self.per_unit is None else self.per_unit * units

    @property
    def said(self) -> str:
        """Say what is spent, and of how much."""
        of = "" if self.budget is None else f" of {self.budget.normalize():f}"
        what = f"{self.currency} spent" if self.currency else "calls taken"
        return f"{self.spent.normalize():f}{of} {what}"

    def affords(self, units: int) -> bool:
        """Tell whether a call is within what is left."""
        return self.budget is None or self.spent + self.cost(units) <= self.budget

    def pay(self, units: int) -> None:
        """Pay for a call that is about to be sent. Raises `ValueError` where that is too much."""
        if not self.affords(units):
            raise ValueError("the budget does not allow another call")
        self.calls += 1
        self.taken += 1
        self.spent += self.cost(units)

    def give_back(self, units: int) -> None:
        """Take back what was paid for a call that was refused."""
        self.taken -= 1
        self.spent -= self.cost(units)
