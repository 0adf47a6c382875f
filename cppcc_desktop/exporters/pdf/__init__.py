"""PDF by reportlab, drawn straight on the page so that the grid of GB/T 9704-2012 is exact."""

from cppcc_desktop.exporters.pdf.writer import write_pdf

__all__ = ["write_pdf"]
