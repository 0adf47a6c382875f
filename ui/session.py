"""What every page is given: the office, the person, the way to the services, and the ways to other pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.features import P
from cppcc_desktop.services.office.office import Office
from ui.face import Face
from ui.preferences import Settings
from ui.tasks import Tasks

WINDOW = 100  # ids held around a record of a long list


@dataclass(frozen=True)
class Siblings:
    """The list a record was opened from, so that Alt+↑↓ walk through it.

    `ids` are the part of it around the record, from place `start` on; `read(offset, limit)` gives further ids on
    the database thread. Without it they are the whole list.
    """

    ids: Sequence[str] = ()
    back: str = ""
    start: int = 0
    total: int = 0
    read: Callable[[int, int], list[str]] | None = None

    def place(self, record: str) -> tuple[int, int] | None:
        """The record's number in the list and how long that is: (13, 211)."""
        if record not in self.ids:
            return None
        return self.start + list(self.ids).index(record) + 1, self.total or len(self.ids)

    def walk(
        self, session: Session, record: str, step: int, go: Callable[[str, Siblings], None], owner: QObject
    ) -> None:
        """Call `go(id, siblings)` for the record `step` further on; nothing at the ends of the list."""
        found = self.place(record)
        if found is None or not 0 < found[0] + step <= found[1]:
            return
        at, read = found[0] - 1 + step, self.read
        if 0 <= at - self.start < len(self.ids):
            go(self.ids[at - self.start], self)
        elif read is not None:
            start = max(0, at - WINDOW)

            def moved(ids: list[str]) -> None:
                if at - start < len(ids):
                    go(ids[at - start], replace(self, ids=ids, start=start))

            session.read(lambda: read(start, 2 * WINDOW), moved, owner)


@dataclass(frozen=True)
class BatchStart:
    """What the page for many cases begins with: a step and cases, or a draft; nothing: both are chosen there."""

    step: str = ""
    cases: tuple[str, ...] = ()
    draft: str = ""
    kind: str = ""  # of the cases; empty: that of the draft, or the first kind there is


@dataclass(frozen=True)
class RestoreWish:
    """A backup the person at the window may and wants to put in the place of the database."""

    backup: Path
    password: str = field(repr=False)


class Routes(QObject):
    """Ways between pages; the main window follows them."""

    page_asked = Signal(str)  # key of the sidebar
    settings_asked = Signal(str)  # a part of the settings
    list_asked = Signal(str, object, str)  # module, where, what the conditions are called
    record_asked = Signal(str, str, object)  # module, id ("" for a new one), Siblings
    new_asked = Signal(str)  # module: begin its next record where its records are entered
    beside_asked = Signal(str, str, object)  # as record_asked, but the page stays as it is and Esc comes back to it
    search_asked = Signal(str, str)  # module, text: its list, searched for it
    import_asked = Signal(str)  # module
    duplicates_asked = Signal(str)  # module
    batch_asked = Signal(object)  # BatchStart
    restore_asked = Signal(object)  # RestoreWish
    send_asked = Signal()  # at a place: send what waits
    back_asked = Signal()


@dataclass
class Session:
    """One person at one open office."""

    office: Office
    actor: Actor
    tasks: Tasks
    settings: Settings
    faces: Sequence[Face] = ()
    routes: Routes = field(default_factory=Routes)
    _parts: dict[type, tuple[Any, ...]] = field(default_factory=dict[type, "tuple[Any, ...]"], init=False, repr=False)

    def __post_init__(self) -> None:
        self.tasks.listen(self.office.changed)

    def parts(self, kind: type[P]) -> tuple[P, ...]:
        """What the nouns of this office show of this class, in the order of their faces; imported at the first call."""
        if kind not in self._parts:
            nouns = {each.name for each in self.office.features}
            self._parts[kind] = tuple(part for each in self.faces if each.name in nouns for part in each.find(kind))
        return self._parts[kind]

    @property
    def read_only(self) -> bool:
        """The person may look at records but not change them."""
        return not self.actor.may("record.write")

    def module(self, name: str) -> Module:
        return self.office.modules[name]

    def nav_of(self, module: Module) -> str:
        """The entry of the sidebar a list belongs to: its own, that of another, or that of the records its rows open."""
        if module.within in self.office.modules:
            return module.within
        if module.page:
            return module.name
        return self.opened_by(module) if module.opens else "settings"

    def opened_by(self, module: Module) -> str:
        """The list of the records that rows of this one open: its own, or that of the records they refer to."""
        target = module.by_name[module.opens].target if module.opens else module.entity.name
        opened = self.office.module_of(target)
        return opened.name if opened else "settings"

    def read(
        self, work: Callable[[], Any], done: Callable[[Any], None], owner: QObject,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:  # fmt: skip
        """Ask a service on the database thread; `done` gets the answer on the GUI thread."""
        self.tasks.run(work, done, failed, owner=owner)

    def count(
        self, work: Callable[[], Any], done: Callable[[Any], None], owner: QObject,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:  # fmt: skip
        """Ask a service behind the rows: for totals and the values of filters, which nobody waits for."""
        self.tasks.run(work, done, failed, owner=owner, behind=True)

    def write(
        self, work: Callable[[], Any], done: Callable[[Any], None] | None, owner: QObject,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:  # fmt: skip
        """Let a service write; afterwards every screen that shows a kind of record it changed reads again."""
        self.tasks.run(work, done, failed, owner=owner)


Where = Mapping[str, Any]
