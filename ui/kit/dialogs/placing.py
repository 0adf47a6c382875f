"""Where a dialog stands: its height is known only once it is shown, after Qt has placed it."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog


def centre(dialog: QDialog) -> None:
    """In the middle of the window it belongs to, or of the screen; wholly on the screen."""
    parent, screen = dialog.parentWidget(), dialog.screen().availableGeometry()
    around = parent.window().frameGeometry() if parent is not None else screen
    box = dialog.frameGeometry()
    box.moveCenter(around.center())
    left = max(screen.left(), min(box.left(), screen.right() - box.width() + 1))
    top = max(screen.top(), min(box.top(), screen.bottom() - box.height() + 1))
    dialog.move(left, top)
