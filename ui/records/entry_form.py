"""The form beside a list: one record after another is entered, what goes for the next one too stays (look.md §7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from cppcc_desktop.domain.description.fields import Field, Row, Value
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.imports.already_here import AlreadyHere, refuse_lookalike
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.belonging import is_own_place
from cppcc_desktop.services.records.drafts import Draft, drop_draft, list_drafts, new_draft_key, read_draft
from cppcc_desktop.services.records.joins import tell_apart
from cppcc_desktop.services.records.records import create_record, propose_new, show_record, suggest_records
from cppcc_desktop.services.records.titles import word_rows
from ui.kit.dialogs.message_dialog import Choice
from ui.kit.dialogs.messages import ask
from ui.kit.frame.buttons import PlainButton, PrimaryButton, TextButton
from ui.kit.frame.keys import CONFIRM, bind_keys
from ui.kit.frame.labels import ElidedLabel, frame, label
from ui.kit.frame.scrolling import scroll
from ui.kit.inputs.draft_keeper import DraftKeeper
from ui.kit.inputs.record_form import RecordForm
from ui.records.bundle import Bundle
from ui.records.following_form import FollowingForm
from ui.records.panels import FieldPanel
from ui.session import Session, Siblings
from ui.theme import Theme, follow_theme

FOOT = 48
NAMED = 4  # lookalikes a question names


@dataclass(frozen=True, kw_only=True)
class EntryLayout:
    """What is asked for beside a list, in the order one talks; what is left out can be filled in on the record's page."""

    module: str
    title: str
    fields: tuple[str, ...]
    stay: tuple[str, ...] = ()  # what the next one begins with
    halves: tuple[str, ...] = ()  # fields that stand two in a line
    segments: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict[str, str])  # what a field is called here
    told: Callable[[Office, Actor], str] = lambda _office, _actor: ""  # beside the title: 今年第 15 件


@dataclass(frozen=True)
class EmptyEntry:
    """What an empty form needs: what is proposed, what somebody left unfinished."""

    codes: CodeLists
    proposed: Row
    words: Mapping[str, str]
    told: str
    stay: Row = field(default_factory=dict[str, Value])  # of the one before
    draft: Draft | None = None


class EntryForm(QFrame):
    """Title, form and foot. Ctrl+Enter saves and clears for the next one; what is typed is kept as a draft."""

    left = Signal()

    def __init__(self, session: Session, layout: EntryLayout) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(layout.title)
        self._session, self._layout = session, layout
        self.module = session.module(layout.module)
        self.kind = self.module.entity.name
        self.form: RecordForm | None = None
        self.keeper = DraftKeeper(session, self.kind, "", self._typed, self)
        self._following: FollowingForm | None = None
        self._beside: list[Any] = []
        self._busy = self._asked = self._awaited = False
        self._lay_out()
        self._bind()
        follow_theme(self._restyle)

    # what the list calls

    def begin(self) -> None:
        """Read what an empty form shows; the newest draft nobody finished comes back."""
        if self._asked:
            return
        self._asked = True
        session = self._session

        def work() -> EmptyEntry:
            begun = read_beginning(session, self._layout, {})
            drafts = [each for each in list_drafts(session.office, session.actor, self.kind) if each.is_new]
            draft = read_draft(session.office, session.actor, self.kind, drafts[0].record) if drafts else None
            return replace(begun, draft=draft)

        session.read(work, self._show, self)

    def set_alone(self, alone: bool) -> None:
        """The list is not in sight: a button leads back to it."""
        self.back.setVisible(alone)

    def take_focus(self) -> None:
        """To the field one was at; of a form that is still being read, to its first as soon as it stands."""
        self._awaited = self.form is None
        if self.form:
            self.form.focus_back()

    # showing

    def _show(self, begun: EmptyEntry) -> None:
        session = self._session
        self.form = form = RecordForm(
            self._specs(), begun.codes, self._suggest, lambda _name, _show: None, titles=False, today=session.office.today,
            segments=self._layout.segments,
        )  # fmt: skip
        form.put(begun.proposed, begun.words)
        self._following = FollowingForm(session, form, self.kind, begun.proposed)
        for each in session.parts(FieldPanel):
            if each.module == self.module.name and each.field in form.editors:
                self._beside.append(form.add_below(each.field, each.make(session, form, lambda: "", self._read_beside)))
        for part in self._beside:
            part.open(Bundle(None, {}, begun.codes))
        form.edited.connect(self._count)
        self._body.addWidget(scroll(form), 1)
        self.told.setText(begun.told)
        if begun.draft:
            self.keeper.key = begun.draft.record
            form.put_typed(begun.draft.typed)
            self.keeper.bring_back(begun.draft, ())
        self._count(len(form.changes()))
        if self._awaited:
            self.take_focus()

    def _specs(self) -> list[Field]:
        """The fields as they stand here: whole lines but for those in halves; the place's own name is not asked for."""
        entity, layout = self.module.entity, self._layout
        return [
            replace(entity.by_name[name], wide=name not in layout.halves, hint="", lines=3,
                    label=layout.labels.get(name, entity.by_name[name].label))
            for name in layout.fields if not is_own_place(self._session.office, entity, name)
        ]  # fmt: skip

    def _suggest(self, kind: str, text: str, show: Callable[[list[tuple[str, str]]], None]) -> None:
        session = self._session
        session.read(lambda: suggest_records(session.office, session.actor, kind, text), show, self)

    def _read_beside(self, record: str) -> None:
        """Open another record; what is typed here waits as a draft."""
        self.keeper.keep()
        self._session.routes.beside_asked.emit(self.module.name, record, Siblings(back="接着登记"))

    # typing

    def _entered(self) -> dict[str, object]:
        """Everything that is filled in, and what was emptied of what is proposed."""
        assert self.form
        return {**self.form.entered(), **self.form.changes()}

    def _typed(self) -> dict[str, object]:
        if self.form is None or not self.form.changes():
            return {}
        return {name: self.form.editors[name].typed() for name in self.form.entered()}

    def _count(self, count: int) -> None:
        self.keeper.touch(count)
        self._say(count)

    def _say(self, count: int) -> None:
        kept = f"草稿已存 {self.keeper.at[11:]}" if self.keeper.at else "还没有保存"
        kept = f"草稿没有存下：{self.keeper.problem}" if self.keeper.problem else kept
        self.words.set_text(kept if count else self._done)
        for button in (self.save_next, self.save_only, self.drop):
            button.why_off("" if count else "还没有填")

    # saving

    def save(self, *, go_on: bool, unlike: Sequence[str] = ()) -> None:
        """Store it as a new record; then an empty form, or the page of the record."""
        if self.form is None or self._busy or not self.form.changes():
            return
        session, kind, key, entered = self._session, self.kind, self.keeper.key, self._entered()
        self._busy = self.keeper.saving = True
        self.form.clear_errors()

        def work() -> tuple[str, EmptyEntry]:
            if not unlike:
                refuse_lookalike(session.office, session.actor, kind, entered)
            saved = create_record(session.office, session.actor, kind, entered)
            for other in unlike:
                tell_apart(session.office, session.actor, kind, [saved, other])
            drop_draft(session.office, session.actor, kind, key)
            values = show_record(session.office, session.actor, kind, saved).values
            return saved, read_beginning(session, self._layout, {name: values[name] for name in self._layout.stay})

        def done(found: tuple[str, EmptyEntry]) -> None:
            self._end()
            self._clear(found[1])
            self._done = "已保存，接着记下一件"
            self._say(0)
            if not go_on:
                session.routes.record_asked.emit(self.module.name, found[0], Siblings(back=self.module.label))

        session.write(work, done, self, lambda error: self._refused(error, go_on))

    def _clear(self, begun: EmptyEntry) -> None:
        """An empty form that holds what goes for the next one too; nothing of that counts as typed."""
        assert self.form and self._following
        self.form.put({**begun.proposed, **begun.stay}, begun.words)
        self._following.begin(begun.proposed)
        self.told.setText(begun.told)
        self.keeper.key = new_draft_key()
        self._first_empty()

    def _first_empty(self) -> None:
        """Where typing goes on: the first field of the next one that is not filled in."""
        assert self.form
        empty = self.form.find_empty()
        if empty:
            self.form.editors[empty].setFocus(Qt.FocusReason.OtherFocusReason)

    def _end(self) -> None:
        self._busy = False
        self.keeper.follow_save("")

    def _refused(self, error: Exception, go_on: bool) -> None:
        self._busy = self.keeper.saving = False
        assert self.form
        if isinstance(error, AlreadyHere):
            self._ask_lookalike(error, go_on)
        elif isinstance(error, InvalidField) and self.form.show_invalid(error):
            return
        elif isinstance(error, Refusal) and error.missing:
            for name in reversed(error.missing):
                self.form.show_error(name, "这一项要填")
        else:
            self._session.tasks.report(error)

    def _ask_lookalike(self, error: AlreadyHere, go_on: bool) -> None:
        named = "\n".join(each.words for each in error.found[:NAMED])
        chosen = ask(self, error.what, named, Choice("new", "仍然登记"), Choice("look", "看已有的"), cancel="接着填")
        if chosen == "new":
            self.save(go_on=go_on, unlike=[each.record for each in error.found])
        elif chosen == "look":
            self._read_beside(error.found[0].record)

    def give_up(self) -> None:
        """放弃: what is typed goes, the draft too."""
        if self.form is None:
            return
        session = self._session
        self.keeper.drop()
        session.read(lambda: read_beginning(session, self._layout, {}), self._clear, self)

    def _open_page(self) -> None:
        """All fields: the same draft on a page of its own."""
        if self.form is None:
            return
        if self.form.changes() and not self.keeper.keep_and_wait():
            return
        key = self.keeper.key if self.form.changes() else ""
        self._asked = False
        self._take_away()
        self._session.routes.record_asked.emit(self.module.name, key, Siblings(back=self.module.label))

    def _take_away(self) -> None:
        """What is typed goes on elsewhere: this form begins anew when the list comes up again."""
        form, self.form = self.form, None
        self._beside.clear()
        holder = self._body.takeAt(0)
        if holder is not None and holder.widget() is not None:
            holder.widget().deleteLater()
        if form is not None:
            form.blockSignals(True)
        self.keeper.follow_save("")
        self.keeper.key = new_draft_key()

    # construction

    def _lay_out(self) -> None:
        self._done = "登记一件，按 Ctrl+Enter 记下一件"
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 16, 0)
        head.setSpacing(8)
        self.told, self.every, self.back = label("", "note"), TextButton("全部栏目"), PlainButton("回到列表")
        self.back.setToolTip("Esc")
        self.every.setToolTip("在单独的一页上填，栏目更多")
        head.addWidget(label(self._layout.title, "page"))
        head.addWidget(self.told)
        head.addStretch(1)
        head.addWidget(self.every)
        head.addWidget(self.back)
        self._body = QVBoxLayout()
        self.foot = frame("foot")
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        self.words = ElidedLabel("", "note")
        self.save_next, self.save_only, self.drop = (
            PrimaryButton("保存，记下一件"),
            PlainButton("只保存"),
            TextButton("放弃"),
        )
        row.addWidget(self.words, 1)
        for button in (self.save_next, self.save_only, self.drop):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self._body, 1)
        column.addWidget(self.foot)

    def _bind(self) -> None:
        self.save_next.clicked.connect(lambda: self.save(go_on=True))
        self.save_only.clicked.connect(lambda: self.save(go_on=False))
        self.drop.clicked.connect(self.give_up)
        self.every.clicked.connect(self._open_page)
        self.back.clicked.connect(self.left)
        self.keeper.kept.connect(lambda: self._say(len(self.form.changes()) if self.form else 0))
        acts = {
            CONFIRM: lambda: self.save(go_on=True),
            "Ctrl+S": lambda: self.save(go_on=False),
            "Esc": self.left.emit,
        }
        bind_keys(self, acts, Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _restyle(self, theme: Theme) -> None:
        self.foot.setFixedHeight(theme.px(FOOT))


def read_beginning(session: Session, layout: EntryLayout, stay: Row) -> EmptyEntry:
    """What an empty form shows beside what stays."""
    office, actor, module = session.office, session.actor, session.module(layout.module)
    found = propose_new(office, actor, module.entity.name, stay)
    proposed = {name: value for name, value in found.items() if name in layout.fields}
    words = word_rows(office, module.entity.fields, [{**proposed, **stay}])[0]
    return EmptyEntry(read_codes(office), proposed, words, layout.told(office, actor), stay)
