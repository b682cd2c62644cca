"""The small sites of the ledger's tests, with rows written directly: a summary is tested against rows counted by hand."""

from tests.deadlines.conftest import Centre, centre, centre_on_both, small_sites

__all__ = ["Centre", "centre", "centre_on_both", "small_sites"]
