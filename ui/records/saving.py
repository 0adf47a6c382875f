"""Saving what was typed on the page of a record: refusals, two people at once, taking a save back, drafts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEventLoop, Signal

from cppcc_desktop.domain.description.fields import Value
from cppcc_desktop.domain.errors import InvalidField, Refusal, StaleRecord
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.cases.continuing import create_from, read_source
from cppcc_desktop.services.imports.already_here import AlreadyHere, refuse_lookalike
from cppcc_desktop.services.records.attachments import attach_origin
from cppcc_desktop.services.records.drafts import CARRIED, NEW, ORIGIN, SOURCE, drop_draft
from cppcc_desktop.services.records.joins import tell_apart
from cppcc_desktop.services.records.records import Record, change_record, show_record
from cppcc_desktop.services.records.undo import Group, Undone, last_group, undo_group
from ui.kit.dialogs.message_dialog import Choice
from ui.kit.dialogs.messages import ask
from ui.kit.inputs.draft_keeper import DraftKeeper
from ui.kit.inputs.record_form import RecordForm
from ui.records.bundle import Bundle, read_bundle
from ui.records.draft_line import merge_base, say_brought_back, say_unfinished
from ui.records.following_form import FollowingForm
from ui.records.frame import RecordFrame
from ui.records.since import ask_since
from ui.session import Session, Siblings

NAMED = 4  # lookalikes a question names
TAKE_BACK, AGAIN = "撤销这次保存", "还是要那次保存的"

SHOWN_NOTES = 40  # characters of notes that fit into the line above the form


class RecordSaving(RecordFrame):
    """The half of a record's page that writes; RecordPage shows and reads."""

    saving_ended = Signal()

    def __init__(self, session: Session, module: Module, record: str, siblings: Siblings) -> None:
        super().__init__(session, module)
        self.record = "" if record.startswith(NEW) else record
        self.following: FollowingForm | None = None  # what follows what is typed into a new record
        self.siblings = siblings
        self.bundle: Bundle | None = None
        self.form: RecordForm | None = None
        self.busy = False
        self.carried: dict[str, object] = {}  # what a draft holds beside the fields: the file it was begun from
        self.keeper = DraftKeeper(session, module.entity.name, record, self._typed, self)
        self.saved_group: Group | None = None  # what the foot offers to take back
        self.foot.taken_back.connect(self._take_back)
        self.foot.undo.clicked.connect(self._undo)
        self.keeper.kept.connect(lambda: self._say_foot(self._dirty()))

    def _read(self) -> None:
        """Read the record anew and show it."""
        raise NotImplementedError

    def _show(self, bundle: Bundle) -> None:
        raise NotImplementedError

    def may_leave(self) -> bool:
        """Unsaved changes are asked about once, in words of look.md §5; what lacks something can wait as a draft."""
        said = "先放着的存成草稿，只在这台电脑上，在工作台的“没写完的草稿”里找得到。"
        return self._ask_unsaved(said, Choice("keep", "先放着"))

    def may_act(self) -> bool:
        """Before a step or a paper, which are of what is stored: unsaved changes are saved or given up."""
        return self._ask_unsaved("")

    def _ask_unsaved(self, said: str, *others: Choice) -> bool:
        count = self._dirty()
        if not count:
            return True
        done = "填" if not self.record else "改"
        chosen = ask(self, f"{self._called()}{done}了 {count} 处，还没保存。", said, Choice("save", "保存"), *others,
                     Choice("drop", "不保存"), cancel=f"接着{done}")  # fmt: skip
        if chosen == "drop":
            self._drop()
        ways = {"drop": lambda: True, "save": self._save_and_wait, "keep": self._keep_and_wait}
        return chosen in ways and ways[chosen]()

    def read_beside(self, record: str, beside: Sequence[str] = ()) -> None:
        """Open another record of this kind and leave this one as it stands, kept as a draft: Esc comes back to it."""
        self.keeper.keep()
        self.session.routes.beside_asked.emit(self.module.name, record, Siblings(beside, back="接着写"))

    def _dirty(self) -> int:
        return len(self.form.changes()) if self.form else 0

    def _typed(self) -> dict[str, object]:
        typed = self.form.typed() if self.form else {}
        return {**typed, **self.carried} if typed else {}

    def _called(self) -> str:
        counter = self.module.entity.counter
        return f"这{'位' if counter == '人' else counter}{self.module.label}"

    def save(self, then: Callable[[bool], None] | None = None, *, unlike: Sequence[str] = ()) -> None:
        """Save what was changed; `then(done)` is called afterwards.

        A new record is first held against those that are here; `unlike` are ids somebody said are other ones.
        """
        if self.form is None or self.bundle is None or self.busy or not self._dirty():
            return
        session, seen, changes = self.session, self.keeper.base, self.form.changes()
        since = ask_since(session, self.module, changes, self._stored(), self) if self.record else {}
        if since is None:
            return
        self.busy = self.keeper.saving = True
        kind, record, key, carried = self.module.entity.name, self.record, self.keeper.key, self.carried
        self.form.clear_errors()

        def work() -> tuple[Record, Group | None]:
            saved = record
            if not record:
                if not unlike:
                    refuse_lookalike(session.office, session.actor, kind, changes)
                source = read_source(carried.get(SOURCE))
                saved = create_from(session.office, session.actor, kind, changes, source)
                attach_origin(session.office, session.actor, kind, saved, carried)
                for other in unlike:
                    tell_apart(session.office, session.actor, kind, [saved, other])
            else:
                change_record(session.office, session.actor, kind, record, {**changes, **since}, seen=seen)
            drop_draft(session.office, session.actor, kind, key)
            group = last_group(session.office, session.actor, kind, saved)
            return show_record(session.office, session.actor, kind, saved), group

        def done(saved: tuple[Record, Group | None]) -> None:
            self._take_saved(changes, *saved)
            self._end_saving(then, True)

        def failed(error: Exception) -> None:
            if isinstance(error, AlreadyHere):
                self.busy = False
                self._ask_lookalike(error, then)
                return
            self._refused(error)
            self._end_saving(then, False)

        session.write(work, done, self, failed)

    def _ask_lookalike(self, error: AlreadyHere, then: Callable[[bool], None] | None) -> None:
        """Is it one of these? Nobody is made twice without being asked, as in an import."""
        ids = [each.record for each in error.found]
        named = "\n".join(each.words for each in error.found[:NAMED])
        more = f"\n……共 {len(ids)} {self.module.entity.counter}" if len(ids) > NAMED else ""
        chosen = ask(
            self, error.what, named + more, Choice("look", "看已有的"), Choice("new", "仍然新建"), cancel="接着填"
        )
        if chosen == "new":
            self.save(then, unlike=ids)
            return
        self._end_saving(then, False)
        if chosen == "look":
            self.read_beside(ids[0], ids)

    def _take_saved(self, changes: dict[str, object], saved: Record, group: Group | None) -> None:
        assert self.form
        self.record = saved.id
        if self.following:
            self.following.end()
        self.carried = {}
        self._offer_back(group, TAKE_BACK)
        self.keeper.follow_save(saved.id)
        self.keeper.base = merge_base(
            self.keeper.base, saved, [each for each in self.form.changes() if each not in changes]
        )
        self.notice.hide()
        self.form.take_saved(changes)
        self._read()

    def _end_saving(self, then: Callable[[bool], None] | None, done: bool) -> None:
        self.busy = self.keeper.saving = False
        if then:
            then(done)
        self.saving_ended.emit()

    def _refused(self, error: Exception) -> None:
        assert self.form
        if isinstance(error, InvalidField) and self.form.show_invalid(error):
            return
        if isinstance(error, Refusal) and error.missing:
            for name in reversed(error.missing):
                self.form.show_error(name, "这一项要填")
            return
        if isinstance(error, StaleRecord):
            self._show_theirs(error)
            return
        self.session.tasks.report(error)

    def _show_theirs(self, error: StaleRecord) -> None:
        """Both texts stay on screen: what was typed in the form, what stands now in the line below each field."""
        session, module, record = self.session, self.module, self.record

        def show(now: Bundle) -> None:
            assert self.form
            self._show(now)
            self.keeper.base = now.record  # both texts are seen: saving again is meant
            for name in reversed(list(error.theirs)):
                theirs = now.words.get(name) or "（空）"
                self.form.show_error(name, f"别处刚改成：{theirs}。再保存一次就用你填的，改成一样就用那边的。")

        session.read(lambda: read_bundle(session.office, session.actor, module, record), show, self)

    def _save_and_wait(self) -> bool:
        """Save and say whether all is saved; what is being saved already is waited for first."""
        self._wait_for_saving()
        self.save()
        self._wait_for_saving()
        return not self._dirty()

    def _keep_and_wait(self) -> bool:
        """Keep what was typed as a draft and say whether it is kept."""
        self._wait_for_saving()
        return not self._dirty() or self.keeper.keep_and_wait()

    def _wait_for_saving(self) -> None:
        if self.busy:
            loop = QEventLoop(self)
            self.saving_ended.connect(loop.quit)
            loop.exec()

    def _undo(self) -> None:
        """放弃修改: back to what is stored; Ctrl+Z brings each field back."""
        if self.bundle and self.form:
            self.carried = {}
            self.form.revert(self._stored(), self.bundle.words)
            self.notice.hide()
            self.form.focus_back()

    def _drop(self) -> None:
        """不保存: the draft goes too."""
        if self.bundle and self.form:
            self.carried = {}
            self.form.put(self._stored(), self.bundle.words)
            self.notice.hide()
            self.form.focus_back()

    def _stored(self) -> dict[str, Value]:
        if self.bundle is None:
            return {}
        return dict(self.bundle.record.values if self.bundle.record else self.bundle.proposed)

    def _offer_back(self, group: Group | None, word: str) -> None:
        self.saved_group = group
        if word == AGAIN:
            self.foot.offer_back(word if group else "", "刚才的保存已撤销")
        else:
            self.foot.offer_back(word if group else "")

    def _withdraw_offer(self, bundle: Bundle) -> None:
        """What came after the save, such as a step, is not what the foot offers to take back."""
        group = self.saved_group
        if group and bundle.log and bundle.log[0].group != f"{group.replica.hex()}-{group.first}":
            self._offer_back(None, "")

    def _take_back(self) -> None:
        """撤销这次保存, and taking that back in turn; refused with its reason where something came later."""
        session, group = self.session, self.saved_group
        if group is None or self.busy:
            return
        following = AGAIN if self.foot.back.text() == TAKE_BACK else TAKE_BACK

        def done(undone: Undone) -> None:
            self._offer_back(undone.group, following)
            if self.form:
                self.form.focus_back()
            self._read()

        session.write(lambda: undo_group(session.office, session.actor, group), done, self)

    def _say_foot(self, count: int) -> None:
        last = self.bundle.log[0] if self.bundle and self.bundle.log else None
        self.foot.put(count, last, self.session.office.today(), self.keeper.at, self.keeper.problem)

    def _show_draft(self, bundle: Bundle) -> None:
        """Put back what was typed and not saved; where the record has moved since, both stand there."""
        assert self.form
        if bundle.binned or self.session.read_only:
            return
        if bundle.draft is None:
            if bundle.unfinished:
                self._offer_unfinished(bundle)
            return
        changed = self.form.put_typed(bundle.draft.typed)
        moved = [name for name in bundle.moved if name in changed]
        self.carried = {name: bundle.draft.typed[name] for name in CARRIED if name in bundle.draft.typed}
        self.keeper.bring_back(bundle.draft, moved)
        if not changed:  # it was saved after all
            self.keeper.drop()
            return
        drop = ("不要这一份" if bundle.draft.is_new else "不要这些修改", self._undo)
        self.notice.put(say_brought_back(bundle.draft, len(moved), self.session.office.today()), [drop])
        for name in reversed(moved):
            theirs = bundle.words.get(name) or "（空）"
            self.form.show_error(name, f"别处后来改成：{theirs}。保存就用你填的，改成一样就用那边的。")
        self._mark_doubts()
        self._say_foot(len(changed))

    def _mark_doubts(self) -> None:
        """What was not clear in the file a new record was begun from, below each field; the first has the focus."""
        source, origin = read_source(self.carried.get(SOURCE)), self.carried.get(ORIGIN)
        if source:
            self.notice.put(f"由“{source.title}”{source.label}，还没有保存。", [("不要这一份", self._undo)])
        if not isinstance(origin, dict) or self.form is None:
            return
        doubts = [(name, origin["doubts"][name]) for name in self.form.editors if name in origin["doubts"]]
        for name, words in reversed(doubts):
            self.form.show_error(name, words)
        told = f"有 {len(doubts)} 处存疑，标在下面。" if doubts else ""
        notes = list(origin["notes"])
        short = sum(map(len, notes)) <= SHOWN_NOTES
        told += "".join(notes) if short else f"还有 {len(notes)} 条说明。"
        more = [] if short else [("看说明", lambda: self._show_notes(origin["name"], notes))]
        words = f"从“{origin['name']}”认出来的，还没有保存。{told}"
        self.notice.put(words, [*more, ("不要这一份", self._undo)])

    def _show_notes(self, file: str, notes: Sequence[str]) -> None:
        """All that was left out of the file, one text below the other."""
        ask(self, f"从“{file}”认出来时要说明的", "\n".join(notes).replace("”“", "”\n“"), cancel="")

    def _offer_unfinished(self, bundle: Bundle) -> None:
        asked, name, newest = self.session.routes.record_asked, self.module.name, bundle.unfinished[0]
        go_on = ("接着写", lambda: asked.emit(name, newest.record, Siblings(back=self.siblings.back)))
        every = [("全部草稿", lambda: self.session.routes.page_asked.emit("drafts"))] if bundle.unfinished[1:] else []
        words = say_unfinished(bundle.unfinished, self.session.office.today())
        self.notice.put(words, [go_on, ("另写一份", self._write_another), *every])

    def _write_another(self) -> None:
        self.notice.hide()
        if self.form:
            self.form.focus_back()
