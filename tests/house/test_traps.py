"""What PySide or Qt do badly is done in one place, which says why."""

from __future__ import annotations

from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "ui"


@pytest.mark.parametrize(("call", "home"), [("InFocusChain()", "kit/frame/focus.py")])
def test_it_is_called_from_its_home_only(call: str, home: str) -> None:
    found = [path.relative_to(UI).as_posix() for path in UI.rglob("*.py") if call in path.read_text("utf-8")]
    assert found == [home]
