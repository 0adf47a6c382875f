"""A line on a record's page: which records it stands for, or which one stands for it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.records.comparisons import Standing, read_standing
from cppcc_desktop.services.records.joins import part_record
from ui.kit.frame.buttons import LinkButton
from ui.kit.frame.focus import follow_chain
from ui.kit.frame.labels import ElidedLabel, frame
from ui.session import Session, Siblings


class JoinedLine(QWidget):
    """“还并入了：陈素芬 · 打开 · 分开”, a row for each; hidden where nothing was joined."""

    def __init__(self, session: Session, module: Module) -> None:
        super().__init__()
        self.session, self.module, self.record = session, module, ""
        self.standing = Standing()
        self._held = frame("notice")
        self._rows = QVBoxLayout(self._held)
        self._rows.setContentsMargins(12, 3, 12, 3)
        self._rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 0)
        column.addWidget(self._held)
        self.hide()

    def open(self, record: str) -> None:
        """Read how this record is joined; "" for a new one."""
        self.record = record
        session, kind = self.session, self.module.entity.name
        if record and self.module.entity.joinable:
            session.read(lambda: read_standing(session.office, session.actor, kind, record), self._show, self)
        else:
            self._show(Standing())

    def _show(self, standing: Standing) -> None:
        if standing == self.standing:
            return
        self.standing = standing
        had = self.isAncestorOf(self.window().focusWidget() or self.window())
        for place in reversed(range(self._rows.count())):
            old = self._rows.itemAt(place).widget()
            self._rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        if standing.into:
            record, title = standing.into
            self._add(f"这一条已并入“{title}”，列表和表格里用的是那一条", "打开它", record, self.record)
        for record, title in standing.others:
            self._add(f"还并入了：{title}（另一条）", "打开", record, record)
        self.setVisible(self._rows.count() > 0)
        if had:
            self._focus_again()

    def _add(self, words: str, word: str, record: str, joined: str) -> None:
        """`record` is what the first link opens, `joined` the one that stands for itself again."""
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        open_it, part = LinkButton(word), LinkButton("分开")
        for button in (open_it, part):
            button.setAccessibleName(f"{button.text()}：{words}")
        open_it.clicked.connect(lambda: self._open(record))
        part.clicked.connect(lambda: self._part(joined))
        part.setVisible(not self.session.read_only)
        for each in (ElidedLabel(words), open_it, part):
            row.addWidget(each)
        row.addStretch(1)
        self._rows.addWidget(held)

    def _focus_again(self) -> None:
        """The link that was pressed is gone: what comes next on the page has the focus."""
        for target in follow_chain(self):
            if target.isVisible() and target.isEnabled() and target.focusPolicy() & Qt.FocusPolicy.TabFocus:
                target.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _open(self, record: str) -> None:
        self.session.routes.record_asked.emit(self.module.name, record, Siblings(back=self.module.label))

    def _part(self, joined: str) -> None:
        session, kind, here = self.session, self.module.entity.name, self.record
        session.write(lambda: part_record(session.office, session.actor, kind, joined), lambda _none: self.open(here),
                      self)  # fmt: skip
