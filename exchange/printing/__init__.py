"""Paper: HTML laid out on A4 as PDF, with a Chinese serif font of our own and no network."""

from exchange.printing.pdf import PdfError, pdf
from exchange.printing.qr import qr_svg

__all__ = ["PdfError", "pdf", "qr_svg"]
