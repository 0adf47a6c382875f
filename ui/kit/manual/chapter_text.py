"""A page of the manual: Markdown in the type, colours and size of the theme."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import (
    QBrush,
    QImage,
    QImageReader,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser

from ui.theme import Theme, current_theme, follow_theme

MARGIN = 24
PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"  # the text of a paragraph that is a picture
SIZES = {1: 20, 2: 16}  # of headings; smaller ones are bold text


class ChapterText(QTextBrowser):
    """Shows Markdown; pictures come from `folder` and are never wider than the text. Links send `anchorClicked`."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._markdown = ""
        self.setProperty("role", "manual")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # the width must not jump
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("手册正文")
        self.document().setDocumentMargin(MARGIN)
        self._resting = QTimer(self, interval=120, singleShot=True)
        self._resting.timeout.connect(self._render)
        follow_theme(self._restyle)

    def show_markdown(self, markdown: str) -> None:
        """A new page, from its top."""
        self._markdown = markdown
        self._render()
        self.go_to_start()
        self.verticalScrollBar().setValue(0)

    def go_to_start(self, *, end: bool = False) -> None:
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End if end else QTextCursor.MoveOperation.Start)
        self.setTextCursor(cursor)

    def go_to_heading(self, words: str) -> bool:
        """Bring a heading to the top; False if the page has none of these words."""
        for block in self._blocks():
            if block.blockFormat().headingLevel() and fold_heading(block.text()) == fold_heading(words):
                box = self.document().documentLayout().blockBoundingRect(block)
                self.setTextCursor(QTextCursor(block))
                self.verticalScrollBar().setValue(int(box.top()) - 8)
                return True
        return False

    def find_all(self, word: str) -> Iterator[QTextCursor]:
        """A selection around each place of the word."""
        cursor = QTextCursor(self.document())
        while word and not (cursor := self.document().find(word, cursor)).isNull():
            yield QTextCursor(cursor)

    def find_next(self, word: str, *, backward: bool = False) -> bool:
        """Select the next place and bring it into view; False if there is none further on."""
        return self.find(word, QTextDocument.FindFlag.FindBackward if backward else QTextDocument.FindFlag(0))

    # rendering

    def _render(self) -> None:
        bar = self.verticalScrollBar()
        place = bar.value() / max(1, bar.maximum())
        document = self.document()
        document.clear()
        document.setDefaultFont(current_theme().font())
        self.setMarkdown(self._markdown)
        self._dress()
        bar.setValue(round(place * bar.maximum()))

    def _restyle(self, theme: Theme) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Link, theme.color("link"))
        self.setPalette(palette)
        self._render()

    def _dress(self) -> None:
        theme = current_theme()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for block in self._blocks():
            dress_block(block, theme)
        for each in self.document().rootFrame().childFrames():
            if isinstance(each, QTextTable):
                dress_table(each, theme)
        cursor.endEditBlock()
        self.document().clearUndoRedoStacks()

    def _blocks(self) -> Iterator[QTextBlock]:
        block = self.document().begin()
        while block.isValid():
            yield block
            block = block.next()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Pictures of the manual, scaled to the width of the text."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        file = self._folder / QUrl(name).path(QUrl.ComponentFormattingOption.FullyDecoded)
        image = QImageReader(str(file)).read()
        ratio = self.devicePixelRatioF()
        room = round((self.viewport().width() - 2 * MARGIN - 4) * ratio)
        if image.width() > room > 0:
            image = image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
            image.setDevicePixelRatio(ratio)
        return image if not image.isNull() else QImage()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._resting.start()


def fold_heading(words: str) -> str:
    """A heading as a link names it: 怎么办 A -> 怎么办-a."""
    return "-".join(words.casefold().replace("-", " ").split())


def dress_block(block: QTextBlock, theme: Theme) -> None:
    """Space, line height and type of one paragraph."""
    shape = QTextBlockFormat()
    level = block.blockFormat().headingLevel()
    quoted = block.blockFormat().intProperty(QTextFormat.Property.BlockQuoteLevel)
    in_table = QTextCursor(block).currentTable() is not None
    height = 100 if block.text() == PICTURE else 110 if in_table else 130  # a third of a picture is much empty paper
    shape.setLineHeight(height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    if not in_table:
        shape.setTopMargin((0 if block.position() == 0 else 16) if level else 4)
        shape.setBottomMargin(8 if level or not block.textList() else 4)
    cursor = QTextCursor(block)
    if quoted:
        shape.setBackground(theme.color("note"))
        shape.setLeftMargin(12)
        shape.setRightMargin(12)
    cursor.mergeBlockFormat(shape)
    cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
    if level:
        letters = QTextCharFormat()
        letters.setFont(theme.font(SIZES.get(level, 14), bold=True))
        cursor.setCharFormat(letters)  # replaces: the steps of size that Markdown brings would win over ours
    dress_code(block, theme)


def dress_code(block: QTextBlock, theme: Theme) -> None:
    """Commands and the like: on grey, in a type that has Chinese characters too."""
    spans = block.begin()
    found: list[tuple[int, int]] = []
    while not spans.atEnd():
        fragment = spans.fragment()
        if fragment.charFormat().fontFixedPitch():
            found.append((fragment.position(), fragment.length()))
        spans += 1
    for start, length in found:
        cursor = QTextCursor(block)
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        letters = QTextCharFormat()
        letters.setFontFamilies(theme.font().families())
        letters.setFontFixedPitch(False)
        letters.setBackground(theme.color("head"))
        cursor.mergeCharFormat(letters)


def dress_table(table: QTextTable, theme: Theme) -> None:
    """As wide as the text, a thin rule around each cell, the head on grey."""
    shape = table.format()
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    shape.setBorder(1)
    shape.setBorderCollapse(True)
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    shape.setBorderBrush(QBrush(theme.color("line")))
    shape.setCellPadding(5)
    shape.setCellSpacing(0)
    shape.setTopMargin(4)
    shape.setBottomMargin(8)
    table.setFormat(shape)
    for column in range(table.columns()):
        cell = table.cellAt(0, column)
        letters = cell.format()
        letters.setBackground(theme.color("head"))
        cell.setFormat(letters)
