"""Files appear whole or not at all."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.exporters.files import explain_failure, replace_atomically
from cppcc_desktop.exporters.pdf import write_pdf
from cppcc_desktop.exporters.word import write_docx
from cppcc_desktop.exporters.xlsx import SheetColumn, write_xlsx


def test_the_old_file_stays_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), replace_atomically(path) as file:
        file.write(b"half")
        raise ZeroDivisionError
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.pdf"]


def test_a_full_disk_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match=r"磁盘已满.*腾出空间"), replace_atomically(tmp_path / "a.pdf"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="文件夹不存在"), replace_atomically(tmp_path / "gone" / "a.pdf"):
        pass


def test_a_folder_of_that_name_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(OfficeError, match="同名的文件夹"), replace_atomically(tmp_path / "a.pdf"):
        pass


def test_nothing_to_print_is_said_and_writes_nothing(tmp_path: Path) -> None:
    for write in (write_pdf, write_docx):
        with pytest.raises(OfficeError, match="没有要打印的内容"):
            write([], tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_while_excel_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(OfficeError, match="磁盘已满"):
        write_xlsx(tmp_path / "a.xlsx", "名单", (SheetColumn("姓名"),), [("张三",)])
    assert list(tmp_path.iterdir()) == []


def test_a_file_open_in_wps_and_an_unknown_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    assert "没有读写它的权限" in str(explain_failure(PermissionError(errno.EACCES, ""), path))
    path.touch()
    assert "在 WPS 或 Word 里关掉" in str(explain_failure(PermissionError(errno.EACCES, ""), path))
    assert "系统拒绝读写" in str(explain_failure(OSError("?"), path))
