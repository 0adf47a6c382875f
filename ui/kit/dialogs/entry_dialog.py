"""A short form that must be filled in: a step of the workflow, a reason, a new account."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from cppcc_desktop.domain.description.fields import Field, Value
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from cppcc_desktop.services.records.records import create_record, show_record, suggest_records
from ui.kit.dialogs.dialog_frame import fill_foot
from ui.kit.dialogs.message_dialog import Choice
from ui.kit.dialogs.messages import ask
from ui.kit.dialogs.placing import centre
from ui.kit.frame.buttons import PlainButton, PrimaryButton
from ui.kit.frame.keys import CONFIRM, bind_keys
from ui.kit.frame.labels import frame, label
from ui.kit.frame.scrolling import bring_into_view, scroll
from ui.kit.inputs.record_form import RecordForm
from ui.kit.inputs.reference_field import ReferenceField, Suggest
from ui.session import Session
from ui.theme import current_theme

Work = Callable[[dict[str, object]], Any]
WIDTH, MOST_WIDTH, MOST_HEIGHT = 560, 640, 600


def suggest_nothing(_kind: str, _text: str, _show: Callable[[list[tuple[str, str]]], None]) -> None:
    """For a dialog without a field that refers to a record."""


@dataclass(frozen=True)
class ShortForm:
    """What a dialog asks for, and in which words.

    `choices` are ids and words of fields that can only be one of a few things; `words` say what proposed references
    are called. With `changed_only` just what was changed is handed over, an emptied field as None.
    """

    title: str
    fields: Sequence[Field]
    codes: CodeLists = field(default_factory=CodeLists)
    suggest: Suggest = suggest_nothing
    proposed: Mapping[str, Value] = field(default_factory=dict[str, Value])
    words: Mapping[str, str] = field(default_factory=dict[str, str])
    choices: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict[str, Sequence[tuple[str, str]]])
    required: Sequence[str] = ()
    button: str = ""  # empty: the title
    hint: str = ""
    titles: bool = False  # headings between the groups of fields
    changed_only: bool = False
    exceptions: Sequence[str] = ()  # fields that are asked for only once a refusal names them


class EntryDialog(QDialog):
    """One column of fields; `work(entered)` runs on the database thread, a refusal is said inside the dialog.

    The dialog closes once the work is done; `result_value` is what it gave.
    """

    def __init__(self, session: Session, asked: ShortForm, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._work = session, work
        self._changed_only = asked.changed_only
        self.result_value: Any = None
        self.setWindowTitle(asked.title)
        self.form = RecordForm(
            asked.fields, asked.codes, asked.suggest, lambda _n, _show: None, columns=1, titles=asked.titles,
            required=asked.required, today=session.office.today, choices=asked.choices,
        )  # fmt: skip
        self.form.hold_back(asked.exceptions)
        self.form.put(asked.proposed, asked.words)
        offer_registering(session, self.form, self)
        self._busy = False
        self.hint = label(asked.hint, "note", wrap=True)
        self.hint.setVisible(bool(asked.hint))
        self.refusal = label("", "wrong", wrap=True)
        self.refusal.hide()
        self.main = PrimaryButton(asked.button or asked.title)
        self.away = PlainButton("取消")
        self._lay_out()
        self.main.clicked.connect(self._do)
        self.away.clicked.connect(self.reject)
        bind_keys(self, {CONFIRM: self._do})
        self.form.focus_first()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        ground = frame("surface")
        inner = QVBoxLayout(ground)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(scroll(self.form), 1)
        for words in (self.hint, self.refusal):
            said = QHBoxLayout()
            said.setContentsMargins(16, 0, 16, 8)
            said.addWidget(words, 1)
            inner.addLayout(said)
        column.addWidget(ground, 1)
        foot = frame("dialog-foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        column.addWidget(foot)
        fill_foot(row, self, [self.main, self.away])
        self.resize(min(MOST_WIDTH, current_theme().text_width(WIDTH)), MOST_HEIGHT)

    def add_below(self, name: str, part: QWidget) -> None:
        """Put something below a field, before the dialog is shown."""
        self.form.add_below(name, part)

    def _fit(self) -> None:
        """As high as the form and what is said below it, at most 600."""
        width = min(MOST_WIDTH, current_theme().text_width(WIDTH))
        shown = [words for words in (self.hint, self.refusal) if not words.isHidden()]
        said = sum(words.heightForWidth(width - 32) + 8 for words in shown)
        layout = self.form.layout()
        height = max(layout.totalHeightForWidth(width - 16), layout.totalSizeHint().height()) if layout else 0
        self.resize(width, min(MOST_HEIGHT, height + said + 16 + current_theme().px(32) + 26))

    def _do(self) -> None:
        if self._busy:
            return
        self._busy = True
        self.refusal.hide()
        self.form.clear_errors()
        entered = self.form.changes() if self._changed_only else self.form.entered()
        self._session.write(lambda: self._work(entered), self._done, self, self._refused)

    def _done(self, result: Any) -> None:
        self._busy = False
        self.result_value = result
        self.accept()

    def _refused(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, OfficeError):
            self._say(error)
            self._fit()
            if self.focusWidget() is not None:  # the dialog has grown: what is wrong must still be in sight
                bring_into_view(self.focusWidget())

    def _say(self, error: OfficeError) -> None:
        if isinstance(error, InvalidField) and self.form.show_invalid(error):
            return
        if isinstance(error, Refusal):  # says which fields would help; the first of them gets the focus
            filled = self.form.entered()
            self.form.release(error.missing)
            for name in reversed(error.missing):
                self.form.show_error(name, "这一项要改" if name in filled else "这一项要填")
        self.refusal.setText(f"{error.what}{error.todo}")
        self.refusal.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.refusal.show()

    def run(self) -> Any:
        """Show it until it is done or turned away, and give what the work gave; the focus returns to where it was."""
        before = QApplication.focusWidget()
        self.exec()
        result = self.result_value
        if before is not None and isValid(before):
            before.window().activateWindow()
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        if isValid(self):  # its window may have been closed meanwhile
            self.deleteLater()
        return result

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()  # the form knows its height once it is shown
        centre(self)

    def reject(self) -> None:
        """Esc and 取消: ask once if something was typed."""
        count = len(self.form.changes())
        if count and not self._busy:
            asked = f"“{self.windowTitle()}”里填了 {count} 处，还没保存。"
            if ask(self, asked, "", Choice("stay", "接着填"), Choice("drop", "不保存"), cancel="") != "drop":
                return
        super().reject()


def offer_registering(session: Session, form: RecordForm, parent: QWidget) -> None:
    """Fields that refer to records of a list without a life of its own offer to register a name nobody has."""
    for editor in form.editors.values():
        field = getattr(editor, "finder", editor)
        module = session.office.module_of(field.target) if isinstance(field, ReferenceField) else None
        if module is None or not module.importable or module.workflow or session.read_only or field.writes:
            continue
        field.registers = module.label
        field.unknown.connect(
            lambda text, field=field, module=module: register_unknown(session, module, text, field, parent)
        )


def register_unknown(session: Session, module: Module, text: str, field: ReferenceField, parent: QWidget) -> None:
    """A short form of what a new record needs; the field then holds it."""
    from cppcc_desktop.services.imports.already_here import AlreadyHere, refuse_lookalike  # no part of a first page

    entity = module.entity
    needed = [spec for spec in entity if spec.editable and (spec.required or spec.name == entity.title)]

    def suggest(kind: str, typed: str, show: Callable[[list[tuple[str, str]]], None]) -> None:
        session.read(lambda: suggest_records(session.office, session.actor, kind, typed), show, dialog)

    def work(entered: dict[str, object]) -> tuple[str, str]:
        try:
            refuse_lookalike(session.office, session.actor, entity.name, entered)
        except AlreadyHere as error:
            named = "、".join(each.words for each in error.found[:3])
            raise InvalidField(entity.title, f"{error.what}（{named}）回到上一格，从列出的里面选。") from None
        made = create_record(session.office, session.actor, entity.name, entered)
        return made, str(show_record(session.office, session.actor, entity.name, made).values[entity.title])

    asked = ShortForm(f"登记{module.label}", needed, read_codes(session.office), suggest, proposed={entity.title: text},
                      button="登记", hint="别的以后在它的名单里补。")  # fmt: skip
    dialog = EntryDialog(session, asked, work, parent)
    done = dialog.run()
    if done:
        field.take_new(*done)
