"""The one page of a record: header with next steps, track, form, log, history, foot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from cppcc_desktop.domain.cases.corrections import fields_to_correct, required_fields
from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Made
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import ATTACHMENT
from cppcc_desktop.services.cases import steps as cases
from cppcc_desktop.services.cases.continuing import Continuation, begin_continuation
from cppcc_desktop.services.cases.corrections import correct_record
from cppcc_desktop.services.cases.records import Recorded
from cppcc_desktop.services.cases.retracting import Decision, take_back
from cppcc_desktop.services.forms.printing import Ask, Form, PaperRequest, list_forms
from cppcc_desktop.services.office.codes import CodeLists
from cppcc_desktop.services.records.attachments import attachment_path, keep_photo
from cppcc_desktop.services.records.belonging import is_foreign, is_own_place, list_handed, may_fill
from cppcc_desktop.services.records.children import Children, list_made
from cppcc_desktop.services.records.records import (
    change_record,
    discard_record,
    restore_record,
    reveal_value,
    suggest_records,
)  # fmt: skip
from cppcc_desktop.services.records.sheets import ChildSheet
from ui.cases.following_day import FollowingDay
from ui.cases.next_steps import Offered, arrange_steps, propose_for
from ui.kit.dialogs.entry_dialog import EntryDialog, ShortForm, offer_registering
from ui.kit.dialogs.paper_request import ask_request
from ui.kit.frame.buttons import PlainButton, PrimaryButton, TextButton
from ui.kit.frame.keys import CONFIRM, bind_keys
from ui.kit.frame.scrolling import scroll
from ui.kit.frame.tabs import Tab
from ui.kit.inputs.form_history import text_parts
from ui.kit.inputs.inputs import TextEdit
from ui.kit.inputs.record_form import ONE_COLUMN_FROM, RecordForm
from ui.kit.window.top_bar import TopBar
from ui.lists.looks import state_chips
from ui.records.bundle import Bundle, make_history, make_track, read_bundle
from ui.records.children import ChildTab
from ui.records.draft_line import merge_base
from ui.records.following_form import FollowingForm
from ui.records.joined_line import JoinedLine
from ui.records.panels import FieldPanel, HeaderWords, Remarks, StepPanel
from ui.records.parts import PhotoField, give_menu
from ui.records.remark_lines import RemarkLines
from ui.records.saving import RecordSaving
from ui.records.sheets import SheetTab
from ui.session import Session, Siblings
from ui.tasks import WrittenKinds
from ui.theme import Theme, current_theme, follow_theme

REASON = Field(name="reason", label="理由", kind=Kind.LONG_TEXT, limit=500, required=True)
WHY = Field(name="reason", label="改正理由", kind=Kind.LONG_TEXT, limit=500, required=True, lines=2)


class RecordPage(RecordSaving):
    """One record of a module, or a new one: an empty id, or the key of a draft that was begun."""

    def __init__(self, session: Session, module_name: str, record: str, siblings: Siblings) -> None:
        super().__init__(session, session.module(module_name), record, siblings)
        self.nav = session.nav_of(self.module)
        self.photo: PhotoField | None = None
        self.below: list[Any] = []  # what stands below fields of the form
        photos = [spec.name for spec in self.module.fields if spec.kind is Kind.PHOTO]
        self._photo_field = photos[0] if photos else ""
        self._reading = self._was_dirty = False
        self.joined = JoinedLine(session, self.module)
        self.column.insertWidget(1, self.joined)
        said = [each for each in session.parts(Remarks) if each.module == module_name]
        self.remarks = RemarkLines(session, said[0] if said else None)
        self.column.insertWidget(1, self.remarks)
        self.says = next((each.read for each in session.parts(HeaderWords) if each.module == module_name), None)
        self._bind()
        follow_theme(self._restyle)

    # what the window calls

    def dress(self, top: TopBar) -> None:
        name = f"新建{self.module.entity.label}"
        if self.bundle and self.bundle.record:
            values = self.bundle.record.values
            title = self.bundle.words[self.module.entity.title]
            name = self.look.name(values, self.bundle.words) or title
        position = self.siblings.place(self.record)
        top.show_record(self.siblings.back or self.module.label, name, position, self.module.entity.counter)

    def arrive(self) -> None:
        self._read()

    def may_leave(self) -> bool:
        return all(tab.may_leave() for tab in self.children_tabs.values()) and super().may_leave()

    def may_act(self) -> bool:
        return all(tab.may_leave() for tab in self.children_tabs.values()) and super().may_act()

    def follow(self, change: WrittenKinds) -> None:
        self.files.follow(change)
        self.referring.follow(change)
        if self.aside is not None:
            self.aside.follow(change)
        for name in self.own.keys() & self.children_tabs.keys():
            self.children_tabs[name].follow(change)
        shown = [each.name for each in self.module.entities if each.name not in self.own]
        shown += [ATTACHMENT.name] if any(each.photos for each in list_made(self.module)) else []
        touched = change.touches(*shown)
        if touched and self.record and not self._dirty() and not self._reading:
            self._read()

    def areas(self) -> list[QWidget]:
        return [self.parts, self.foot, self.header, self.tabs]

    # reading

    def _read(self) -> None:
        session, module, record, key = self.session, self.module, self.record, self.keeper.key
        own = frozenset(self.own)
        self._reading = True
        session.read(
            lambda: read_bundle(session.office, session.actor, module, record, key, own, self.says),
            self._show,
            self,
            self._missed,
        )

    def _missed(self, error: Exception) -> None:
        self._reading = False
        if isinstance(error, OfficeError):
            self.session.tasks.report(error)

    def _show(self, bundle: Bundle) -> None:
        """Show what was read; what was typed while it was read stays."""
        first, session = self.bundle is None, self.session
        self.bundle = bundle
        self._reading = False
        if self.form is None:
            self._build_form(bundle)
        assert self.form
        values = self._stored()
        if bundle.record:
            self.keeper.base = merge_base(self.keeper.base, bundle.record, list(self.form.changes()))
        if first:
            self.form.put(values, bundle.words)
        else:
            self.form.renew(values, bundle.words)
        theirs = bundle.record is not None and is_foreign(session.office, bundle.record.scope)
        self.form.set_read_only(bundle.binned or session.read_only or theirs)
        countys = [spec.name for spec in self.form.fields if not may_fill(session.office, spec)]
        self.form.lock(countys, "由县政协填写")
        if bundle.record:
            self.form.lock(spec.name for spec in self.module.entity if spec.at_first)
            self.form.lock(list_handed(session.office, self.module.workflow, bundle.record.values))
        for part in self.below:
            part.open(bundle)
        self._withdraw_offer(bundle)
        self._show_header(bundle)
        self._show_parts(bundle)
        self.joined.open(self.record)
        self.remarks.open(self.record)
        self._count(self._dirty())
        self.dressing_changed.emit()
        if first:
            self.form.focus_first()
            self._show_draft(bundle)

    def _show_header(self, bundle: Bundle) -> None:
        if bundle.record is None:
            self.header.put(f"新建{self.module.entity.label}", [], ["填好以后按 Ctrl+S 保存"])
            self.header.put_buttons([])
            self.track.hide()
            if self.strip:
                self.strip.hide()
            return
        values, today = bundle.record.values, self.session.office.today()
        said, facts = bundle.said
        chips = [*(self.look.chips(values, bundle.words, today) or state_chips(self.module, values)), *said]
        if bundle.binned:
            chips = [("在回收站", "bad")]
        self.header.put(
            bundle.words[self.module.entity.title], chips,
            [*self.look.facts(values, bundle.words), *facts, bundle.receipt],
        )  # fmt: skip
        found = bundle.children.get(self.look.strip.child) if self.look.strip else None
        if self.strip and isinstance(found, Children):
            self.strip.put(found.rows, today.isoformat())
            self.strip.show()
        self.header.put_buttons(self._make_buttons(bundle, dirty=bool(self._dirty())))
        if self.module.workflow:
            self.track.put(make_track(bundle))

    def _make_buttons(self, bundle: Bundle, *, dirty: bool) -> list[QWidget]:
        """Next steps, the most likely one red unless something is unsaved; forms; what is rarely needed."""
        assert bundle.record
        if bundle.binned and self.session.read_only:
            return []
        if bundle.binned:
            back = PlainButton("从回收站取回", "undo")
            back.clicked.connect(self._restore)
            return [back]
        state = str(bundle.record.values.get("state"))
        offered = arrange_steps(bundle.flow, bundle.steps, state) if bundle.flow else Offered(None, (), ())
        made = [self._step_button(step, PlainButton) for step in offered.plain]
        forms = [(each.label, lambda form=each: self._print(form)) for each in self._forms()]
        if forms:
            made.append(give_menu(PlainButton("打印表格", "printer"), forms))
        menu: list[list[tuple[str, Callable[[], None]]]] = [
            [(f"{step.move.label}…", lambda each=step: self._ask_step(each)) for step in group]
            for group in offered.groups
        ]
        if not self.session.read_only:
            menu.append([(f"{each.label}…", lambda each=each: self._continue(each)) for each in bundle.continuations])
            decided = bundle.decision
            back = [(f"撤回“{decided.move.label}”…", lambda: self._retract(decided))] if decided else []
            menu.append([*back, ("放入回收站…", self._discard)])
        if menu:
            made.append(give_menu(TextButton("更多"), *menu))
        if offered.main:
            made.append(self._step_button(offered.main, PlainButton if dirty else PrimaryButton))
        return made

    def _continue(self, into: Continuation) -> None:
        """Begin what this record becomes, with what is taken over; it is linked once it is saved."""
        if not self.may_act():
            return
        session, record = self.session, self.record

        def show(key: str) -> None:
            module = session.office.module_of(into.target)
            assert module
            session.routes.beside_asked.emit(module.name, key, Siblings(back="返回"))

        session.write(lambda: begin_continuation(session.office, session.actor, into, record), show, self)

    def _step_button(self, step: cases.NextStep, kind: type[PlainButton] | type[PrimaryButton]) -> QWidget:
        button = kind(step.move.label)
        button.clicked.connect(lambda: self._ask_step(step))
        return button

    def _show_parts(self, bundle: Bundle) -> None:
        tabs = [Tab("form", "内容")]
        writable = not bundle.binned and not self.session.read_only
        for child in list_made(self.module) if bundle.record else ():
            tab = self.children_tabs[child.name]
            if child.name in self.own:
                tab.open(self.record, writable=writable)
                tabs.append(Tab(child.name, self.own[child.name].label or child.label, tab.count))
            else:
                found = bundle.children[child.name]
                tab.put(self.record, found)
                met = found.met if isinstance(found, ChildSheet) else None
                tabs.append(Tab(child.name, child.label, met.words if met else found.count))
        if self.module.workflow and bundle.handling:
            tabs.append(Tab("handling", "办理"))
            self.handling.put(bundle.handling, bundle.codes)
        if self.has_history and current_theme().scale >= ONE_COLUMN_FROM:
            tabs.append(
                Tab("history", self.side.label) if self.side else Tab("history", "办理经过", len(bundle.history))
            )
        if bundle.record and self.referring.possible:
            tabs.append(Tab("referring", "相关", self.referring.count))
            self.referring.open(bundle.record.id)
        if bundle.record:
            tabs.append(Tab("files", "附件", self.files.count))
            tabs.append(Tab("log", "日志"))
            self.log.put(bundle.log)
            self.drops.writable = writable
            self.files.open(bundle.record.id, writable=self.drops.writable)
        self.tabs.set_tabs(tabs)
        self._pick_tab(self.tabs.key)
        self.timeline.put(make_history(bundle))
        if self.aside is not None and bundle.record:
            self.aside.open(bundle.record.id)
        if self.photo is not None:
            digest = bundle.record.values.get(self._photo_field) if bundle.record else None
            self.photo.put(str(attachment_path(self.session.office, str(digest))) if digest else "")
            self.photo.setVisible(bundle.record is not None)

    # steps and other actions

    def _ask_step(self, step: cases.NextStep) -> None:
        if not self.may_act() or self.bundle is None or self.bundle.record is None:
            return
        session, record = self.session, self.record
        asked = ShortForm(
            step.move.label, step.fields, self.bundle.codes, self._suggest,
            proposed=propose_for(step, session.office.today().isoformat()), required=step.required,
            choices=step.choices, titles=True, hint=self.remarks.hint(step.move), exceptions=step.move.exceptions,
        )  # fmt: skip
        dialog = EntryDialog(
            session, asked,
            lambda entered: cases.act(session.office, session.actor, self.module.entity.name, record, step.move.name, entered),
            self,
        )  # fmt: skip
        for each in session.parts(StepPanel):
            if each.module == self.module.name and each.fits(step.move):
                dialog.add_below(each.field, each.make(session, dialog.form, record))
        FollowingDay(session, dialog.form, self.module.entity.name, record, step.move, dict(asked.proposed))
        done = dialog.run()
        self.warned.put(done.warnings if done else ())

    def _correct(self, one: Recorded) -> None:
        """改正: the fields of one record of the case, with the reason."""
        if not self.may_act() or self.bundle is None:
            return
        session, kind = self.session, self.session.office.entity(one.kind)
        flow = self.bundle.flow
        about = flow.correctable.get(one.kind) if flow else None
        if flow is None or about is None:
            return

        def work(entered: dict[str, object]) -> cases.Outcome:
            reason = str(entered.pop("reason", None) or "")
            return correct_record(session.office, session.actor, one.kind, one.id, entered, reason)

        asked = ShortForm(
            f"改正{kind.label}", [*fields_to_correct(about, flow.instead, one.values), WHY], self.bundle.codes, self._suggest,
            proposed=one.values, words=one.words, button="改正", changed_only=True, required=required_fields(about),
            hint="原来填的和改成的，连同理由，都记在办理经过里。",
        )  # fmt: skip
        done = EntryDialog(session, asked, work, self).run()
        self.warned.put(done.warnings if done else ())

    def _retract(self, decided: Decision) -> None:
        """撤回: the newest decision, with the reason."""
        if not self.may_act() or self.bundle is None:
            return
        session, record, kind = self.session, self.record, self.module.entity.name
        asked = ShortForm(
            f"撤回“{decided.move.label}”（{decided.date}）", [REASON], self.bundle.codes, button="撤回",
            hint="这一步记下的内容放入回收站，填过的恢复原样，编过的号不收回。理由记在办理经过里。",
        )  # fmt: skip
        EntryDialog(
            session, asked, lambda entered: take_back(session.office, session.actor, kind, record, str(entered.get("reason") or "")),
            self,
        ).run()  # fmt: skip

    def _discard(self) -> None:
        if not self.may_act() or self.bundle is None:
            return
        session, record, kind = self.session, self.record, self.module.entity.name
        EntryDialog(
            session, ShortForm("放入回收站", [REASON], self.bundle.codes),
            lambda entered: discard_record(session.office, session.actor, kind, record, str(entered.get("reason") or "")),
            self,
        ).run()  # fmt: skip

    def _restore(self) -> None:
        session, record, kind = self.session, self.record, self.module.entity.name
        session.write(lambda: restore_record(session.office, session.actor, kind, record), None, self)

    def _forms(self) -> list[Form]:
        """The papers that can be made of this record."""
        forms = list_forms(self.session.office, self.module.entity.name)
        values = self._stored()
        return [each for each in forms if (each.by_record or Ask.RECORDS in each.asks) and each.fits(values)]

    def _print(self, form: Form) -> None:
        if self.may_act():
            ask_request(self.session, form, PaperRequest(), self, lambda asked: self._preview(form, asked))

    def _preview(self, form: Form, asked: PaperRequest) -> None:
        from ui.forms.print_preview import PrintPreview

        PrintPreview(self.session, form.id, [self.record], self, asked=asked).run()

    def save_and_next(self) -> None:
        """Ctrl+Enter: save, then the next record of the list, or another new one."""
        new = not self.record

        def go(done: bool) -> None:
            if done and new:
                self.session.routes.record_asked.emit(self.module.name, "", self.siblings)
            elif done:
                self.walk(1)

        if self._dirty():
            self.save(go)
        else:
            go(not new)

    def walk(self, step: int) -> None:
        asked, name = self.session.routes.record_asked, self.module.name
        self.siblings.walk(self.session, self.record, step, lambda r, s: asked.emit(name, r, s), self)

    def _suggest(self, kind: str, text: str, show: Callable[[list[tuple[str, str]]], None]) -> None:
        session = self.session
        session.read(lambda: suggest_records(session.office, session.actor, kind, text), show, self)

    def _reveal(self, name: str, show: Callable[[str], None]) -> None:
        session, kind, record = self.session, self.module.entity.name, self.record
        session.read(lambda: reveal_value(session.office, session.actor, kind, record, name), show, self)

    def _choose_photo(self) -> None:
        folder = self.session.settings.now.folder or str(Path.home())
        chosen, _ = QFileDialog.getOpenFileName(self, "选照片", folder, "照片 (*.jpg *.jpeg *.png *.bmp)")
        if not chosen:
            return
        session, record, kind, field = self.session, self.record, self.module.entity.name, self._photo_field

        def work() -> None:
            digest = keep_photo(session.office, Path(chosen))
            change_record(session.office, session.actor, kind, record, {field: digest})

        session.write(work, lambda _: self._read(), self)

    # construction

    def _build_form(self, bundle: Bundle) -> None:
        office, entity = self.session.office, self.module.entity
        new = bundle.record is None  # what is there already shows where it belongs
        fields = [
            spec
            for spec in self.module.fields
            if spec.editable and not (new and is_own_place(office, entity, spec.name))
        ]
        self.form = RecordForm(fields, bundle.codes, self._suggest, self._reveal, today=self.session.office.today)
        self.form.edited.connect(self._count)
        offer_registering(self.session, self.form, self)
        if bundle.record is None and bundle.proposed:
            self.following = FollowingForm(self.session, self.form, self.module.entity.name, bundle.proposed)
        self.below = [
            self.form.add_below(each.field, each.make(self.session, self.form, lambda: self.record, self.read_beside))
            for each in self.session.parts(FieldPanel) if each.module == self.module.name
        ]  # fmt: skip
        for editor in self.form.editors.values():
            for part in text_parts(editor):
                self.drops.watch(part.viewport() if isinstance(part, TextEdit) else part)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.form, 1)
        if self._photo_field:
            self.photo = PhotoField()
            self.photo.chosen.connect(self._choose_photo)
            row.addWidget(self.photo)
        self.parts.insertWidget(0, scroll(holder))
        for each in list_made(self.module):
            if each.name in self.own:
                self._add_own_tab(each.name)
                continue
            tab = self.children_tabs[each.name] = self._make_child_tab(each, bundle.codes)
            tab.saved.connect(self._read)
            self.parts.addWidget(tab)

    def _add_own_tab(self, child: str) -> None:
        """The tab a noun has in place of the platform's."""
        tab = self.children_tabs[child] = self.own[child].make(self.session)
        tab.counted.connect(lambda count: self.tabs.set_counts({child: count}))
        self.parts.addWidget(tab)
        if tab.beside is not None:
            self.tab_row.addWidget(tab.beside)
            tab.beside.hide()

    def _make_child_tab(self, child: Entity, codes: CodeLists) -> ChildTab | SheetTab:
        if child.made is Made.SHEET:
            return SheetTab(self.session, self.module, child, codes, self._suggest)
        return ChildTab(self.session, self.module, child, codes, self._suggest)

    def _bind(self) -> None:
        self.foot.save.clicked.connect(lambda: self.save())
        self.files.counted.connect(lambda count: self.tabs.set_counts({"files": count}))
        self.referring.counted.connect(lambda count: self.tabs.set_counts({"referring": count}))
        self.files.arrived.connect(self._show_files)
        self.drops.dropped.connect(self.files.add_files)
        self.handling.correct_asked.connect(self._correct)
        self.handling.case_asked.connect(self._open_case)
        self.tabs.picked.connect(self._pick_tab)
        if self.strip and self.look.strip:
            self.strip.asked.connect(lambda child=self.look.strip.child: self._show_tab(child))
        if self.aside is not None:
            self.aside.tab_asked.connect(self._show_tab)
        bind_keys(self, {
            "Ctrl+S": self._store, CONFIRM: self._finish,
            "Ctrl+N": self._new, "Ctrl+PgDown": lambda: self.tabs.step(1), "Ctrl+PgUp": lambda: self.tabs.step(-1),
            "Alt+Up": lambda: self.walk(-1), "Alt+Down": lambda: self.walk(1), "Ctrl+P": self._print_first,
            "Esc": self._go_back,
        })  # fmt: skip

    def _finish(self) -> None:
        """Ctrl+Enter: rows that are being typed are stored; else the record, and on to the next."""
        tab = self._entering()
        if tab:
            tab.store()
        else:
            self.save_and_next()

    def _store(self) -> None:
        """Ctrl+S: what is being typed in the tab in front, else the record."""
        tab = self._entering()
        if isinstance(tab, SheetTab):
            tab.store()
        else:
            self.save()

    def _go_back(self) -> None:
        """Esc: out of the grid one types rows in; else back to the list."""
        tab = self._entering()
        if tab:
            tab.leave_entry()
        else:
            self.session.routes.back_asked.emit()

    def _entering(self) -> ChildTab | SheetTab | None:
        """The tab in front, if rows are being typed there."""
        tab = self.parts.currentWidget()
        return tab if isinstance(tab, ChildTab | SheetTab) and tab.entering else None

    def _open_case(self, record: str) -> None:
        siblings = Siblings(back=self.siblings.back or self.module.label)
        self.session.routes.record_asked.emit(self.module.name, record, siblings)

    def _new(self) -> None:
        self.session.routes.record_asked.emit(self.module.name, "", Siblings(back=self.module.label))

    def _print_first(self) -> None:
        forms = self._forms()
        if forms and self.record:
            self._print(forms[0])

    def _count(self, count: int) -> None:
        """The foot says what is unsaved; with unsaved changes 保存 is the red button and the next step is plain."""
        if not count and self.foot.isAncestorOf(self.focusWidget() or self) and self.form:
            self.form.focus_back()  # a button that is about to be disabled would lose the focus
        self.keeper.touch(count)
        self._say_foot(count)
        dirty = count > 0
        if self.bundle and self.bundle.record and dirty != self._was_dirty:
            self.header.put_buttons(self._make_buttons(self.bundle, dirty=dirty))
        self._was_dirty = dirty

    def _show_files(self) -> None:
        self._show_tab("files")

    def _show_tab(self, key: str) -> None:
        """Bring a tab to the front, and the cursor into it."""
        self.tabs.set_key(key)
        self._pick_tab(key)
        shown = self.parts.currentWidget()
        if shown is not None:
            shown.setFocus()

    def _restyle(self, theme: Theme) -> None:
        super()._restyle(theme)
        if self.bundle:
            self._show_parts(self.bundle)
