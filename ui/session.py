"""What every page is given: the office, the person, the way to the services, and the ways to other pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Signal

from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office import Actor
from cppcc_desktop.services.office import Office
from ui.settings import Settings
from ui.tasks import Tasks


@dataclass(frozen=True)
class Siblings:
    """The list a record was opened from: ids in its order, so that Alt+↑↓ walk through it."""

    ids: Sequence[str] = ()
    back: str = ""


class Routes(QObject):
    """Ways between pages; the main window follows them."""

    page_asked = Signal(str)  # key of the sidebar
    list_asked = Signal(str, object, str)  # module, where, what the conditions are called
    record_asked = Signal(str, str, object)  # module, id ("" for a new one), Siblings
    import_asked = Signal(str)  # module
    back_asked = Signal()


@dataclass
class Session:
    """One person at one open office."""

    office: Office
    actor: Actor
    tasks: Tasks
    settings: Settings
    routes: Routes = field(default_factory=Routes)

    @property
    def read_only(self) -> bool:
        """The person may look at records but not change them."""
        return not self.actor.may("record.write")

    def module(self, name: str) -> Module:
        return self.office.modules[name]

    def read(
        self, work: Callable[[], Any], done: Callable[[Any], None], owner: QObject,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:  # fmt: skip
        """Ask a service on the database thread; `done` gets the answer on the GUI thread."""
        self.tasks.run(work, done, failed, owner=owner)

    def write(
        self, work: Callable[[], Any], done: Callable[[Any], None] | None, owner: QObject,
        failed: Callable[[Exception], None] | None = None, changes: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """Let a service write; afterwards every screen that shows one of `changes` reads again."""
        self.tasks.run(work, done, failed, owner=owner, changes=changes)


Where = Mapping[str, Any]
