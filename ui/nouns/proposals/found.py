"""What was recognised in files of proposals: the list to choose from before one is registered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.nouns.proposals.files.intake import Recognised, recognise_proposal
from ui.kit.dialogs.dialog_frame import FramedDialog
from ui.kit.frame.buttons import PlainButton, PrimaryButton
from ui.kit.frame.labels import label
from ui.kit.tables.at_once import make_table, show_kept
from ui.kit.tables.columns import ListCell, ListColumn, ListRow
from ui.session import Session
from ui.theme import Theme, follow_theme

COLUMNS = (
    ListColumn("state", "结果", 84, shape="chip", pad=16), ListColumn("title", "案由", stretch=True),
    ListColumn("sponsor", "提案人", 96), ListColumn("file", "文件", 136, fold=1),
)  # fmt: skip
MOST_TOLD = 6  # sentences about one file in the list


@dataclass(frozen=True)
class Read:
    """One file: what was recognised in it, or why it cannot be read."""

    path: Path
    found: Recognised | None = None
    error: OfficeError | None = None

    @property
    def state(self) -> tuple[str, str]:
        """Word and tone of its chip."""
        if self.found is None:
            return "读不了", "bad"
        if self.found.already:
            return "登记过", "none"
        count = len(self.found.doubts) + len(self.found.notes)
        return (f"{count} 处存疑", "wait") if count else ("认全了", "ok")

    @property
    def rank(self) -> int:
        """Doubts first, then what is plain, then what is here already or cannot be read."""
        return {"wait": 0, "ok": 1, "none": 2, "bad": 3}[self.state[1]]

    def sentences(self) -> list[str]:
        """What must be known before it is registered."""
        if self.error:
            return [f"{self.error.what}{self.error.todo}"]
        assert self.found
        return [*([self.found.already] if self.found.already else []), *self.found.doubts.values(), *self.found.notes]


def read_one(session: Session, path: Path) -> Read:
    try:
        return Read(path, recognise_proposal(session.office, session.actor, path))
    except OfficeError as error:
        return Read(path, error=error)


class FoundDialog(FramedDialog):
    """What was recognised in several files, doubts first; one is begun, or all that can be."""

    begun = Signal(object)  # Recognised
    kept = Signal(object)  # all that are not registered yet

    def __init__(self, found: Sequence[Read], parent: QWidget) -> None:
        super().__init__("从 Word、文本登记", 640, parent)
        self._found = list(found)
        self.table = make_table(COLUMNS, "认出的文件", keep_cursor=True)
        self.said = label("", "note", wrap=True, selectable=True)
        self.main, self.every = PrimaryButton("登记第一件"), PlainButton("都存成草稿")
        self.away = PlainButton("取消")
        usable = sum(each.found is not None for each in found)
        self.column.addWidget(label(f"{len(found)} 个文件，{usable} 个能登记", "bold"))
        self.column.addWidget(self.table)
        self.column.addWidget(self.said)
        self.set_foot([self.main, self.every, self.away])
        self.table.current_changed.connect(lambda _key: self._choose())
        self.table.opened.connect(lambda _key: self._begin())
        self.main.clicked.connect(self._begin)
        self.every.clicked.connect(self._keep_all)
        self.away.clicked.connect(self.reject)
        show_kept(self.table, [self._row(at, each) for at, each in enumerate(found)])
        follow_theme(self._restyle)
        self._choose()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def current(self) -> Read:
        """The file the cursor is on."""
        key = self.table.current_id()
        return self._found[int(key) if key else 0]

    def _row(self, at: int, read: Read) -> ListRow:
        word, tone = read.state
        found = read.found
        return ListRow(str(at), {
            "state": ListCell(word, tone=tone), "title": (found.title if found else "") or read.path.name,
            "sponsor": found.sponsor if found else "", "file": read.path.name,
        })  # fmt: skip

    def _choose(self) -> None:
        read = self.current
        told = read.sentences()
        rest = [f"还有 {len(told) - MOST_TOLD} 条，登记时再看。"] if len(told) > MOST_TOLD else []
        self.said.setText("\n".join([*told[:MOST_TOLD], *rest]) or "案由、提案人和正文都认出来了。")
        first = read is self._found[0]
        self.main.setText("登记第一件" if first else "登记这一件")
        self.main.why_off("" if read.found else "这个文件读不了")
        count = len(self._fresh())
        self.every.why_off("" if count else "没有可以登记的")
        self.fit()

    def _fresh(self) -> list[Recognised]:
        """Files that are not registered yet."""
        return [each.found for each in self._found if each.found and not each.found.already]

    def _begin(self) -> None:
        found = self.current.found
        if found:
            self.accept()
            self.begun.emit(found)

    def _keep_all(self) -> None:
        if self.every.isEnabled():
            self.accept()
            self.kept.emit(self._fresh())

    def _restyle(self, theme: Theme) -> None:
        rows = min(8, max(3, len(self._found)))
        self.table.setFixedHeight(theme.px(32) + rows * theme.px(26) + 4)
