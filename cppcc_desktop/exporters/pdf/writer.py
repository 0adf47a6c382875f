"""Documents into one PDF: blocks flow down the type area, running text on the grid of 22 × 28."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cppcc_desktop.exporters.document import Document
from cppcc_desktop.exporters.files import Written, refuse_nothing, replace_atomically
from cppcc_desktop.exporters.fonts import FontSet, describe_missing, load_fonts
from cppcc_desktop.exporters.pdf.blocks import lay_blocks, reckon_following
from cppcc_desktop.exporters.pdf.canvas import PageCanvas
from cppcc_desktop.exporters.pdf.typefaces import Typesetter


def write_pdf(documents: Sequence[Document], path: Path, fonts: FontSet | None = None) -> Written:
    """Writes documents one after another, each from page 1 of its own, into one PDF.

    Fonts are embedded as subsets. `pages` counts all pages; `warnings` names the characters no font has.
    Raises OfficeError when there is nothing to print or the file cannot be written.
    """
    refuse_nothing(documents)
    setter = Typesetter(fonts or load_fonts())
    with replace_atomically(path) as file:
        page = PageCanvas(file, setter, documents[0].title if len(documents) == 1 else "")
        for document in documents:
            _draw_document(document, page)
        page.save()
    return Written(page.pages, describe_missing(setter.missing))


def _draw_document(document: Document, page: PageCanvas) -> None:
    page.start_document(document.sheet, hides_first_number=document.letter_head is not None)
    laid = lay_blocks(document.blocks, document.sheet, page.setter)
    for block, follows in zip(laid, reckon_following(laid), strict=True):
        block.draw(page, follows)
    page.finish_page()
