"""Every kind of file ends within ten seconds: as an import, or as an error in plain Chinese with nothing written."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.importers import limits, reader
from cppcc_desktop.importers.causes import CAUSES, Unreadable
from cppcc_desktop.importers.tables import sheets
from cppcc_desktop.importers.tables.sheets import column_letter, read_file
from cppcc_desktop.services.imports.imports import apply_import, default_choices, preview_import
from tests.conftest import Place
from tests.importers.books import FIRST_ROW, write_book, write_parts
from tests.importers.strange_files import KINDS, Kind, huge

SECONDS = 10


def count_operations(place: Place) -> int:
    with place.office.read() as connection:
        return connection.scalar(select(func.count()).select_from(place.office.schema.operation)) or 0


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_file_is_imported_or_refused(county: Place, tmp_path: Path, name: str) -> None:
    """Read in the child process and compared; whole or not at all. What cannot be read is told with its place."""
    kind = KINDS[name]
    path = tmp_path / kind.name
    kind.write(path)
    before, begun = count_operations(county), time.monotonic()
    try:
        preview = preview_import(county.office, county.actor, county.office.modules["members"], path)
    except OfficeError as error:
        assert time.monotonic() - begun < SECONDS
        check_refusal(county, kind, error, before)
        return
    assert time.monotonic() - begun < SECONDS
    assert kind.rows is not None, [row.words for row in preview.rows[:3]]
    doubts = [str(doubt) for row in preview.rows for doubt in row.doubts]
    assert any(kind.says in each for each in doubts) if kind.says else not doubts, doubts
    if kind.holds:
        field, _, value = kind.holds.partition("=")
        assert preview.rows[0].values[field] == value
    done = apply_import(county.office, county.actor, preview, default_choices(preview))
    assert done.new == kind.rows


def check_refusal(place: Place, kind: Kind, error: OfficeError, before: int) -> None:
    assert kind.rows is None, str(error)
    assert kind.says in str(error)
    assert error.kept == "没有改动任何数据。" and error.todo
    assert count_operations(place) == before


def test_there_are_more_than_sixty_kinds() -> None:
    assert len(KINDS) >= 60


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.rows is None and "/" not in kind.name])
def test_a_refusal_needs_no_child(tmp_path: Path, name: str) -> None:
    """The same cause in this process: what the library does with it is caught, not left to the child's death."""
    path = tmp_path / KINDS[name].name
    KINDS[name].write(path)
    if not path.is_file() or "内存" in KINDS[name].says:
        return
    try:
        answer = reader.read_path(path, "")
    except Unreadable as error:
        what, todo = CAUSES[error.cause]
        told = (what + todo).format(file=path.name, detail=error.detail)
        assert KINDS[name].says in told
    else:
        assert answer["rows"]  # what the headings refuse later


def refuse(path: Path, **options: object) -> OfficeError:
    begun = time.monotonic()
    with pytest.raises(OfficeError) as caught:
        read_file(path, **options)  # type: ignore[arg-type]
    assert time.monotonic() - begun < SECONDS
    return caught.value


def test_what_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(self: Path, mode: str) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", deny)
    with pytest.raises(Unreadable, match="locked"):
        reader.read_path(tmp_path, "")


def test_a_disk_that_goes_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Path, mode: str) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(Unreadable, match="broken_off"):
        reader.read_path(tmp_path, "")


def test_a_file_that_grows(tmp_path: Path) -> None:
    huge(tmp_path / "a.csv")
    with pytest.raises(Unreadable, match="too_big"):
        reader.read_path(tmp_path / "a.csv", "")


def test_a_file_that_is_being_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves it while it is read: half of the old and half of the new is no table."""
    path = write_book(tmp_path / "a.xlsx", [["姓名"], ["林子木"]])
    real = reader.os.fstat

    def save_meanwhile(number: int) -> object:
        status = real(number)
        with path.open("ab") as out:
            out.write(b"more")
        return status

    monkeypatch.setattr(reader.os, "fstat", save_meanwhile)
    with pytest.raises(Unreadable, match="changing"):
        reader.read_path(path, "")


def test_a_folder_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(self: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "stat", deny)
    assert "打不开" in refuse(tmp_path / "a.xlsx").what


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [["姓名"]], more={"空": []})
    assert refuse(path, sheet="别的").todo == "文件里有：名册、空。请选其中一张。"
    assert "“空”是空的" in refuse(path, sheet="空").what


def test_time_is_limited(tmp_path: Path) -> None:
    body = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(2, 90_000))
    path = write_parts(tmp_path / "a.xlsx", f"<sheetData>{FIRST_ROW}{body}</sheetData>")
    assert refuse(path, seconds=0.1).what == "“a.xlsx”读了 0.1 秒还没有读完，已经停下。"


def test_memory_is_limited(tmp_path: Path) -> None:
    body = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{column_letter(c)}{n}"><v>{n}</v></c>' for c in range(9)) + "</row>"
        for n in range(2, 60_000)
    )
    path = write_parts(tmp_path / "a.xlsx", f"<sheetData>{FIRST_ROW}{body}</sheetData>")
    assert "内存超过了限度" in refuse(path, memory_mb=80).what


def test_the_parent_watches_memory_where_the_child_cannot_limit_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "exceeds_memory", lambda *_: True)
    monkeypatch.setattr(sheets, "POLL", 0.001)
    assert "内存超过了限度" in refuse(write_book(tmp_path / "a.xlsx", [["姓名"]])).what


def test_a_child_that_dies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "reader_command", lambda: [sys.executable, "-c", "import os; os.abort()"])
    error = refuse(write_book(tmp_path / "a.xlsx", [["姓名"]]))
    assert error.what == "“a.xlsx”里有读不了的内容，读到一半中断了。"
    assert isinstance(error.__cause__, RuntimeError)


def test_limits_are_set_below_those_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    seen = dict[int, tuple[int, int]]()
    monkeypatch.setattr(
        resource, "getrlimit", lambda kind: (5, 7 if kind == resource.RLIMIT_CPU else resource.RLIM_INFINITY)
    )
    monkeypatch.setattr(resource, "setrlimit", seen.__setitem__)
    limits.limit_this_process(100, 10)
    assert seen[resource.RLIMIT_AS] == (100 << 20, 100 << 20)
    assert seen[resource.RLIMIT_CPU] == (7, 7)


def test_every_text_is_plain() -> None:
    for what, todo in CAUSES.values():
        assert not set("您!！") & set(what + todo)
        assert what.endswith("。")
        assert todo.endswith("。")
