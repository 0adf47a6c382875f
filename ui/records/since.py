"""From which day a change holds: asked where what was there before is kept for what is of an earlier day."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtWidgets import QWidget

from cppcc_desktop.domain.description.fields import Value
from cppcc_desktop.domain.description.former import CHANGED_ON, CORRECTED
from cppcc_desktop.domain.modules import Module
from ui.kit.dialogs.entry_dialog import EntryDialog, ShortForm
from ui.session import Session


def ask_since(
    session: Session, module: Module, changed: Collection[str], stored: Mapping[str, Value], parent: QWidget
) -> dict[str, object] | None:
    """What is saved with the changes: the day, or that it was wrong from the start; None if nothing is to be saved."""
    moved = [module.by_name[name].label for name in module.dated if name in changed and stored.get(name)]
    if not moved or module.former is None:
        return {}
    asked = ShortForm(
        f"{'、'.join(moved)}改了", (CHANGED_ON, CORRECTED), proposed={CHANGED_ON.name: session.office.today().isoformat()},
        button="保存", hint=f"这一天以前的，仍按原来的算；原来的记在“{module.former.label}”里。",
    )  # fmt: skip
    return EntryDialog(session, asked, lambda entered: entered, parent).run()
