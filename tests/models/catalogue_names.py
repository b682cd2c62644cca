"""The catalogue's names of every register, a copy kept by hand: what a declaration may add to but not drop."""

from pathlib import Path

CATALOGUE = (Path(__file__).parent / "catalogue.txt").read_text(encoding="utf-8")
