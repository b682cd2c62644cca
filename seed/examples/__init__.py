"""One row of every register, by module: ``example(centre, "KeyLoan", due_at=…)``."""

from seed.examples.base import EXAMPLE_MODULES, example, involving

__all__ = ["EXAMPLE_MODULES", "example", "involving"]
