"""Measures the product at volume, beside the floor of the same run: ``python -m bench``."""
