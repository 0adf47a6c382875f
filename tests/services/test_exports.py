"""Lists as files: the columns, rows and order that were chosen, in parts, stoppable."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.errors import Cancelled, OfficeError
from cppcc_desktop.services.lists import exports
from cppcc_desktop.services.lists.exports import Chosen, count_pages, export_list
from cppcc_desktop.services.records.records import Query, list_ids
from tests.conftest import Filled, Place


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def export(place: Place, path: Path, query: Query, **chosen: object) -> list[list[str]]:
    module = place.office.modules["members"]
    export_list(place.office, place.actor, module, query, path, chosen=Chosen(**chosen))  # type: ignore[arg-type]
    return read(path)


@pytest.fixture
def crowd(county: Place) -> Place:
    for number in range(7):
        county.create(
            "member", name=f"甲{'乙丙丁戊己庚辛'[number]}", sex="1" if number % 2 else "2", mobile="13800001234"
        )
    return county


def test_columns_order_and_rows_as_chosen(crowd: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "CHUNK", 2)
    ids = list_ids(crowd.office, crowd.actor, crowd.office.modules["members"], Query(order=("name",)))
    rows = export(crowd, tmp_path / "a.csv", Query(order=("-name",)), names=("sex", "name", "mobile"))
    assert rows[0] == ["性别", "姓名", "手机号"] and len(rows) == 8
    assert all(row[2] == "138****1234" for row in rows[1:])
    names = [row[1] for row in rows[1:]]
    assert (
        names
        == [row[1] for row in export(crowd, tmp_path / "b.csv", Query(order=("name",)), names=("sex", "name"))][:0:-1]
    )
    few = export(crowd, tmp_path / "c.csv", Query(order=("name",)), names=("name",), ids=frozenset(ids[2:4]))
    rest = export(crowd, tmp_path / "d.csv", Query(order=("name",)), names=("name",), ids=frozenset(ids[2:4]), all_but=True)  # fmt: skip
    everything = export(crowd, tmp_path / "e.csv", Query(order=("name",)), names=("name",))
    assert few[1:] == everything[3:5] and rest[1:] == everything[1:3] + everything[5:]


def test_many_named_rows_are_found_along_the_list(
    crowd: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = list_ids(crowd.office, crowd.actor, crowd.office.modules["members"], Query(order=("name",)))
    few = export(crowd, tmp_path / "a.csv", Query(order=("name",)), names=("name",), ids=frozenset(ids[1:5]))
    monkeypatch.setattr(exports, "MOST_NAMED", 3)
    assert export(crowd, tmp_path / "b.csv", Query(order=("name",)), names=("name",), ids=frozenset(ids[1:5])) == few


def test_the_state_is_said_in_words(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    module = place.office.modules["proposals"]
    export_list(place.office, place.actor, module, Query(), tmp_path / "a.csv", names=("title", "state"))
    assert read(tmp_path / "a.csv")[1][1] == "草稿"


def test_stopping_leaves_no_file(crowd: Place, tmp_path: Path) -> None:
    def stop(_done: int, _total: int, _note: str) -> None:
        raise Cancelled

    module = crowd.office.modules["members"]
    for name in ("a.xlsx", "a.csv", "a.docx"):
        with pytest.raises(Cancelled):
            export_list(crowd.office, crowd.actor, module, Query(), tmp_path / name, progress=stop)
    assert not list(tmp_path.glob("*.*"))


def test_progress_counts_to_the_end(crowd: Place, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    module = crowd.office.modules["members"]
    count = export_list(crowd.office, crowd.actor, module, Query(), tmp_path / "a.xlsx", progress=lambda d, t, _: told.append((d, t)))  # fmt: skip
    assert count == 7 and told[-1] == (7, 7)
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0].max_row == 8


def test_a_list_in_word(crowd: Place, tmp_path: Path) -> None:
    module = crowd.office.modules["members"]
    chosen = Chosen(said="性别 = 女", title="女委员名单")
    export_list(crowd.office, crowd.actor, module, Query(Is("sex", "2")), tmp_path / "a.docx", chosen=chosen)
    with zipfile.ZipFile(tmp_path / "a.docx") as packed:
        body = packed.read("word/document.xml").decode()
    words = "".join(re.findall(r"<w:t[^>]*>([^<]*)", body))
    assert "女委员名单" in words and "性别 = 女" in words and "共 4 人" in words and "2026年6月8日" in words
    assert 'w:orient="landscape"' in body and body.count("<w:tblHeader/>") == 1


def test_too_many_rows_for_paper_are_refused(crowd: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_ON_PAPER", 6)
    with pytest.raises(OfficeError, match="排不成"):
        export_list(crowd.office, crowd.actor, crowd.office.modules["members"], Query(), tmp_path / "a.docx")


def test_pages_are_reckoned(crowd: Place) -> None:
    module = crowd.office.modules["members"]
    assert count_pages(module, (), 5) == 1
    assert 40 <= count_pages(module, (), 1000) <= 120
