"""Word files by python-docx: the same text as the PDF, on the same page and grid."""

from cppcc_desktop.exporters.word.writer import write_docx

__all__ = ["write_docx"]
