"""A noun on trial through everything the services and the command do, with no other noun in the office."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pdfplumber
import pytest

from cppcc_desktop.cli.arguments import make_parser
from cppcc_desktop.cli.records import export, record, take_step
from cppcc_desktop.cli.records import form as print_form
from cppcc_desktop.cli.stats import stats
from cppcc_desktop.cli.usage import WrongUsage
from cppcc_desktop.domain.description.conditions import EVERYTHING, Both, Condition, Is, Named, Not
from cppcc_desktop.domain.description.fields import Made
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.services.cases.batches import count_moves, make_line, read_batch
from cppcc_desktop.services.cases.corrections import correct_record
from cppcc_desktop.services.cases.records import read_handling
from cppcc_desktop.services.cases.retracting import take_back
from cppcc_desktop.services.cases.steps import act, check_lines, next_steps, read_timeline, record_lines
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.features import list_modules
from cppcc_desktop.services.figures.figures import read_breakdown, read_figures, read_side_by_side
from cppcc_desktop.services.figures.scopes import (
    find_before,
    find_place,
    find_scope,
    find_sheet,
    list_places,
    list_scopes,
)
from cppcc_desktop.services.forms.printing import PaperRequest, render_forms
from cppcc_desktop.services.imports.imports import apply_import, default_choices, preview_import
from cppcc_desktop.services.lists.exports import export_list
from cppcc_desktop.services.lists.find import find_records
from cppcc_desktop.services.lists.views import list_views, save_view
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.records.children import list_made
from cppcc_desktop.services.records.conditions import describe_condition
from cppcc_desktop.services.records.logs import read_log
from cppcc_desktop.services.records.records import (
    Query,
    change_record,
    count_records,
    discard_record,
    list_children,
    list_ids,
    list_records,
    restore_record,
    show_record,
)
from cppcc_desktop.services.records.sheets import read_sheet
from cppcc_desktop.services.records.undo import undo_group, undo_save
from tests.conftest import Place
from tests.new_module.nouns import (
    ALONG,
    ANSWER,
    BEGIN,
    BUSY,
    CALLED,
    CHECK,
    CODE,
    DONE_ON,
    EARLIER,
    FINISH,
    FINISHED,
    GRADE,
    GUEST,
    HAND,
    HEAD,
    HELD,
    HOLDER,
    HOST,
    JOIN,
    JOINED,
    LEAVE,
    NEW,
    NOTE,
    NUMBER,
    OF_YEAR,
    PART,
    PLACE,
    PLACES,
    POINTS,
    REMARK,
    RUNNING,
    SEAT,
    SHARE,
    SHUT,
    TEXT,
    TITLE,
    TOLD,
    TOLD_OF,
    TOLD_RATE,
    TOWN,
    TOWNS,
    TRIAL,
    VERDICT,
    VISIT,
    YEAR,
    YEAR_ENTITY,
    YEARS,
)  # fmt: skip


def ids(place: Place) -> list[str]:
    module = place.office.modules[YEARS]
    return [
        str(row["id"]) for row in list_records(place.office, place.actor, module, Query(order=(TITLE,)), 0, -1).rows
    ]


def step(place: Place, case: str, move: str, kind: str = YEAR, **entered: object):
    return act(place.office, place.actor, kind, case, move, entered)


def values(place: Place, case: str, kind: str = YEAR):
    return show_record(place.office, place.actor, kind, case).values


def test_only_the_trial_and_the_platform_are_there(trial: Place) -> None:
    assert {each.name for each in trial.office.modules.values()} == {each.name for each in list_modules(TRIAL)}
    assert all(each.ok for each in check_office(trial.office, trial.actor))


def test_a_life_with_number_parts_and_what_they_amount_to(trial: Place) -> None:
    case = ids(trial)[0]
    assert values(trial, case)["state"] == NEW
    offered = next_steps(trial.office, trial.actor, show_record(trial.office, trial.actor, YEAR, case))
    assert [each.move.name for each in offered] == [BEGIN] and offered[0].proposed[GRADE] == "上"
    done = step(trial, case, BEGIN, **{GRADE: "上上"})
    assert (done.target, done.numbers[NUMBER], values(trial, case)[GRADE]) == (RUNNING, "2026签001", "上上")
    step(trial, case, HAND, **{HOLDER: "老王"})
    step(trial, case, HAND, **{HOLDER: "老李"})
    assert values(trial, case)["state"] == BUSY
    with pytest.raises(Refusal, match="已经过了“了签”这一步"):
        step(trial, case, FINISH)
    shares = {row[HOLDER]: row["id"] for row in list_children(trial.office, trial.actor, SHARE, case)}
    shut = next(
        e
        for e in next_steps(trial.office, trial.actor, show_record(trial.office, trial.actor, YEAR, case))
        if e.move.name == SHUT
    )
    assert {words for _, words in shut.choices[HOLDER]} == {"老王", "老李"}
    for holder in shares.values():
        step(trial, case, SHUT, **{HOLDER: holder, ANSWER: "好"})
    assert step(trial, case, FINISH).target == FINISHED and values(trial, case)[DONE_ON] == "2026-06-08"
    told = [each.label for each in read_timeline(trial.office, trial.actor, YEAR, case)]
    assert told == ["了签", "收一份", "收一份", "分一份", "分一份", "起签"]
    assert all(each.ok for each in check_office(trial.office, trial.actor))


def test_guards_required_fields_and_wrong_words_change_nothing(trial: Place) -> None:
    short = trial.create(YEAR, **{TITLE: "短", OF_YEAR: 2026})
    with pytest.raises(Refusal, match="没有填起签的签别"):
        step(trial, short, BEGIN)
    with pytest.raises(Refusal, match="签文太短"):
        step(trial, short, BEGIN, **{GRADE: "下"})
    with pytest.raises(InvalidField, match="没有“天气”"):
        step(trial, short, BEGIN, 天气="晴")
    with pytest.raises(InvalidField, match="还没有到"):
        step(trial, short, BEGIN, **{GRADE: "下", "date": "2027-01-01"})
    assert (values(trial, short)["state"], values(trial, short)[NUMBER]) == (NEW, None)


def test_one_goes_along_with_another_and_hears_of_it(trial: Place) -> None:
    first, second, _ = ids(trial)
    for each in (first, second):
        step(trial, each, BEGIN, **{GRADE: "中"})
    step(trial, second, JOIN, **{ALONG: first})
    assert values(trial, second)["state"] == JOINED
    step(trial, first, NOTE, **{TEXT: "记一笔"})
    heard = read_timeline(trial.office, trial.actor, YEAR, second)[0]
    assert heard.label == "一并办理" and "记一笔" in heard.words
    assert "并入" in [each.label for each in read_timeline(trial.office, trial.actor, YEAR, first)]
    told = read_handling(trial.office, trial.actor, show_record(trial.office, trial.actor, YEAR, first))
    assert [each.called for each in told.merged] and [each.values[TEXT] for each in told.of(REMARK)] == ["记一笔"]
    step(trial, second, LEAVE)
    assert values(trial, second)["state"] == RUNNING and values(trial, second)[ALONG] is None
    parted = read_timeline(trial.office, trial.actor, YEAR, first)[0]
    assert (parted.label, parted.words) == ("分出", f"分出签《{values(trial, second)[TITLE]}》")


def test_many_at_once_and_checked_without_writing(trial: Place) -> None:
    cases = ids(trial)
    assert [(each.step.move.name, each.can) for each in count_moves(trial.office, trial.actor, YEAR, cases)] == [
        (BEGIN, 3)
    ]
    batch = read_batch(trial.office, trial.actor, YEAR, BEGIN, cases)
    assert [row.title for row in batch.rows] == [values(trial, each)[TITLE] for each in cases]
    assert batch.heads["number"] == "签号" and batch.heads["title"] == "签文"
    lines = [make_line(batch.step, row, {GRADE: "中"}, "") for row in batch.rows]
    assert all(each.outcome for each in check_lines(trial.office, trial.actor, lines))
    assert {values(trial, each)["state"] for each in cases} == {NEW}
    assert all(each.outcome for each in record_lines(trial.office, trial.actor, lines))
    assert sorted(str(values(trial, each)[NUMBER]) for each in cases) == [f"2026签00{n}" for n in (1, 2, 3)]
    step(trial, cases[0], HAND, **{HOLDER: "老王"})
    step(trial, cases[0], HAND, **{HOLDER: "老李"})
    rows = read_batch(trial.office, trial.actor, YEAR, SHUT, [cases[0]]).rows
    assert [row.who for row in rows] == ["老王", "老李"]


def test_what_was_recorded_is_put_right_and_a_decision_taken_back(trial: Place) -> None:
    case = ids(trial)[0]
    step(trial, case, BEGIN, **{GRADE: "中"})
    step(trial, case, NOTE, **{TEXT: "写错了"})
    (row,) = list_children(trial.office, trial.actor, REMARK, case)
    correct_record(trial.office, trial.actor, REMARK, str(row["id"]), {TEXT: "写对了"}, "笔误")
    assert list_children(trial.office, trial.actor, REMARK, case)[0][TEXT] == "写对了"
    assert read_timeline(trial.office, trial.actor, YEAR, case)[0].label == "更正"
    take_back(trial.office, trial.actor, YEAR, case, "点错了")
    told = values(trial, case)
    assert (told["state"], told[GRADE], told[NUMBER]) == (NEW, "上", "2026签001")
    assert read_timeline(trial.office, trial.actor, YEAR, case)[0].label == "撤回"


def test_a_state_nothing_has_set_is_what_another_field_says(trial: Place) -> None:
    """Records of a program that had no states yet: what it said of them stands until a step is taken."""
    office = trial.office
    with office.write(trial.actor, "record.write") as writing:
        old = {
            word: writing.new(YEAR_ENTITY, {TITLE: f"旧签{word}", OF_YEAR: 2025, VERDICT: word or None})
            for word in ("过", "并", "", "没听过")
        }
    assert {word: values(trial, each)["state"] for word, each in old.items()} == {
        "过": FINISHED, "并": JOINED, "": NEW, "没听过": NEW,
    }  # fmt: skip
    module = office.modules[YEARS]
    assert count_records(office, trial.actor, module, Query(Is("state", (FINISHED,)))) == 1
    assert step(trial, old[""], BEGIN, **{GRADE: "上"}).source == NEW
    step(trial, old["并"], LEAVE)
    assert (values(trial, old["并"])["state"], values(trial, old["并"])[VERDICT]) == (RUNNING, None)
    taken = take_back(office, trial.actor, YEAR, old[""], "点错了")
    assert (taken.target, values(trial, old[""])["state"]) == (NEW, NEW)
    assert all(each.ok for each in check_office(office, trial.actor))
    with office.database.write() as connection:
        office.journal(connection).rebuild()
    assert values(trial, old["过"])["state"] == FINISHED


def test_save_is_undone_and_logged_the_bin_gives_back(trial: Place) -> None:
    case = ids(trial)[0]
    change_record(trial.office, trial.actor, YEAR, case, {TITLE: "改过的签文"})
    assert undo_save(trial.office, trial.actor, YEAR, case).changed == 1
    assert values(trial, case)[TITLE] == "丙签文" or values(trial, case)[TITLE].endswith("签文")
    assert any(each.field == TITLE for each in read_log(trial.office, trial.actor, case))
    discard_record(trial.office, trial.actor, YEAR, case, "重了")
    module = trial.office.modules[YEARS]
    assert count_records(trial.office, trial.actor, module, Query()) == 2
    restore_record(trial.office, trial.actor, YEAR, case)
    assert count_records(trial.office, trial.actor, module, Query()) == 3


def test_a_table_comes_in_and_is_taken_back(trial: Place, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("签文", "签年", "签别"), ("丁签文", 2026, "下"), ("戊签文", 2025, "中"), ("甲签文", 2026, "上")):
        book.active.append(row)
    book.save(tmp_path / "签.xlsx")
    preview = preview_import(trial.office, trial.actor, trial.office.modules[YEARS], tmp_path / "签.xlsx")
    done = apply_import(trial.office, trial.actor, preview, default_choices(preview))
    assert done.new == 2 and len(ids(trial)) == 5 and done.group
    made = next(each for each in ids(trial) if values(trial, each)[TITLE] == "丁签文")
    assert values(trial, made)["state"] == NEW
    undo_group(trial.office, trial.actor, done.group)
    assert len(ids(trial)) == 3 and all(each.ok for each in check_office(trial.office, trial.actor))


def test_a_table_says_how_far_new_records_have_come_and_moves_none_that_is_here(trial: Place, tmp_path: Path) -> None:
    first = ids(trial)[0]
    step(trial, first, BEGIN, **{GRADE: "中"})
    step(trial, first, FINISH)
    book = openpyxl.Workbook()
    for row in (
        ("签文", "签年", "签果"), ("丁签文", 2026, "过"), ("戊签文", 2026, "没听过"), ("己签文", 2026, None),
        (values(trial, first)[TITLE], 2026, "过"), (values(trial, ids(trial)[1])[TITLE], 2026, "过"),
    ):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "签果.xlsx")
    preview = preview_import(trial.office, trial.actor, trial.office.modules[YEARS], tmp_path / "签果.xlsx")
    told = {row.words[TITLE]: (row.result, [each.reason for each in row.doubts]) for row in preview.rows}
    assert told["丁签文"] == ("new", []) and told["己签文"] == ("new", [])
    assert told["戊签文"] == ("new", ["看不出到了哪一步，没有导入；这一条从头开始。"])
    assert told[str(values(trial, first)[TITLE])] == ("same", [])
    other = ids(trial)[1]
    assert told[str(values(trial, other)[TITLE])] == (
        "same", ["库里这签年签是“未起”。文件不改它，要改就在年签里办下一步。"],
    )  # fmt: skip
    done = apply_import(trial.office, trial.actor, preview, default_choices(preview))
    assert (done.new, done.changed, values(trial, other)["state"]) == (3, 0, NEW)
    made = {str(values(trial, each)[TITLE]): each for each in done.records}
    assert {title: values(trial, each)["state"] for title, each in made.items()} == {
        "丁签文": FINISHED, "戊签文": NEW, "己签文": NEW,
    }  # fmt: skip
    (line,) = read_timeline(trial.office, trial.actor, YEAR, made["丁签文"])
    assert (line.label, line.words) == ("照表登记", "据“签果.xlsx”第 2 行登记：签果 过")
    assert read_timeline(trial.office, trial.actor, YEAR, made["己签文"]) == []
    with pytest.raises(Refusal, match="还没有可以撤回的决定"):
        take_back(trial.office, trial.actor, YEAR, made["丁签文"], "点错了")
    assert done.group and undo_group(trial.office, trial.actor, done.group).binned == 3
    assert all(each.ok for each in check_office(trial.office, trial.actor))


def test_out_as_a_spreadsheet_and_found(trial: Place, tmp_path: Path) -> None:
    module = trial.office.modules[YEARS]
    assert (
        export_list(trial.office, trial.actor, module, Query(), tmp_path / "签.xlsx", names=list(module.columns)) == 3
    )
    sheet = openpyxl.load_workbook(tmp_path / "签.xlsx").active
    assert {cell.value for row in sheet.iter_rows() for cell in row} >= {"签文", "甲签文", "签年"}
    (group,) = find_records(trial.office, trial.actor, "乙签")
    assert [hit.title for hit in group.hits] == ["乙签文"]


def test_figures_by_year_and_the_list_behind_a_number(trial: Place) -> None:
    for each in ids(trial)[:2]:
        step(trial, each, BEGIN, **{GRADE: "中"})
    step(trial, ids(trial)[0], FINISH)
    scope = next(each for each in list_scopes(trial.office, trial.actor) if "2026" in each.label)
    lines = read_figures(trial.office, trial.actor, scope).lines
    assert (lines["made"].numerator, lines["done"].numerator) == (3, 1)
    assert (lines["done_rate"].numerator, lines["done_rate"].denominator) == (1, 3)
    module = trial.office.modules[YEARS]
    assert count_records(trial.office, trial.actor, module, Query(lines["done"].where)) == 1
    broken = read_breakdown(trial.office, trial.actor, scope, "grade")
    assert {group.label: line["made"].numerator for group, line in broken.rows} == {"中": 2, "上": 1}


def test_a_form_in_word_and_pdf(trial: Place, tmp_path: Path) -> None:
    (made,) = render_forms(trial.office, trial.actor, "slip", ids(trial)[:1], tmp_path)
    title = str(values(trial, ids(trial)[0])[TITLE])
    by_suffix = {file.suffix: file for file in made.files}
    assert title in "".join(each.text for each in docx.Document(str(by_suffix[".docx"])).paragraphs)
    with pdfplumber.open(by_suffix[".pdf"]) as pages:
        assert title in pages.pages[0].extract_text()


def print_request(trial: Place, form: str, folder: Path, *records: str, **asked: object) -> str:
    """The text of the one paper made of what is asked."""
    request = PaperRequest(**asked)  # type: ignore[arg-type]
    (made,) = render_forms(trial.office, trial.actor, form, records, folder, asked=request, formats=("pdf",))
    with pdfplumber.open(made.files[0]) as pages:
        return "".join("".join(page.extract_text().split()) for page in pages.pages)


def test_forms_of_a_year_a_filter_several_records_and_a_plenary(trial: Place, tmp_path: Path) -> None:
    trial.create(YEAR, **{TITLE: "去年签文", OF_YEAR: 2025, GRADE: "下"})
    assert "2026年签册" in print_request(trial, "year", tmp_path / "new" / "folder", year=2026)
    assert "去年签文" in print_request(trial, "year", tmp_path, year=2025)
    chosen = print_request(trial, "chosen", tmp_path, query=Query(Is(GRADE, "下")))
    assert "去年签文" in chosen and "甲签文" not in chosen
    assert "甲签文、乙签文" in print_request(trial, "several", tmp_path, *find_ids(trial, "甲签文", "乙签文"))
    days = print_request(trial, "days", tmp_path, plenary="10-03", since="2026-01-01", until="2026-02-01")
    assert "10-03，2026-01-01至2026-02-01" in days, "the first of its variants"
    days = print_request(
        trial, "days", tmp_path, plenary="10-03", since="2026-01-01", until="2026-02-01", variant="几行"
    )
    assert "10-032026-01-01至2026-02-01" in days
    with pytest.raises(OfficeError, match="没有“竖排”这一种"):
        print_request(trial, "days", tmp_path, plenary="10-03", since="2026-01-01", until="2026-02-01", variant="竖排")


def find_ids(trial: Place, *titles: str) -> list[str]:
    by_title = {str(values(trial, each)[TITLE]): each for each in ids(trial)}
    return [by_title[title] for title in titles]


@pytest.mark.parametrize(("form", "asked", "missing"), [
    ("year", {}, "哪一年"), ("chosen", {}, "条件"), ("several", {}, "哪几条"), ("days", {"plenary": "10-03"}, "从哪天"),
])  # fmt: skip
def test_what_a_form_asks_for_is_not_guessed(
    trial: Place, tmp_path: Path, form: str, asked: dict[str, str], missing: str
) -> None:
    with pytest.raises(OfficeError, match=missing):
        print_request(trial, form, tmp_path, **asked)
    (blank,) = render_forms(trial.office, trial.actor, form, [], tmp_path, blank=True)
    assert blank.pages == 1


def test_a_form_on_the_command_line(trial: Place, tmp_path: Path) -> None:
    def run(*words: str) -> list[str]:
        options = make_parser(TRIAL).parse_args(
            ["form", "render", *words, "--to", str(tmp_path), "--as", "pdf", "--db", "x"]
        )
        return print_form(trial.office, trial.actor, options).lines

    assert run("year", "--set", "year=2026") == [str(tmp_path / "2026年签册.pdf")]
    assert run("chosen", "--where", f"{GRADE}=上") == [str(tmp_path / "签录.pdf")]
    assert run("chosen", "--all") == [str(tmp_path / "签录（2）.pdf")], "a file that is there stays"
    assert len(run("slip", "--all")) == 3
    with pytest.raises(OfficeError, match="不问“year”"):
        run("slip", "--all", "--set", "year=2026")
    for wrong, why in (("from=去年", "不是日期"), ("plenary", "看不懂"), ("when=2026", "不问“when”")):
        with pytest.raises(OfficeError, match=why):
            run("days", "--set", "plenary=10-03", "--set", wrong)
    assert run("days", *(each for word in ("plenary=10-03", "from=2026-01-01", "until=2026-02-01", "variant=lines")
                         for each in ("--set", word)))  # fmt: skip
    with pytest.raises(OfficeError, match="这一种"):
        run("days", "--set", "variant=竖排")
    with pytest.raises(OfficeError, match="不是年份"):
        run("year", "--set", "year=去年")
    options = make_parser(TRIAL).parse_args(["form", "list", "--db", "x"])
    told = {each["form"]: each["asks"] for each in print_form(trial.office, trial.actor, options).data}
    assert told["year"] == ["year"] and told["days"] == ["plenary", "from", "until", "variant"] and told["slip"] == []


def test_to_a_station_and_back(trial: Place, open_trial: Callable[..., Place], tmp_path: Path) -> None:
    station = open_trial("station")
    (at,) = [
        str(row["id"])
        for row in list_records(
            trial.office, trial.actor, trial.office.modules[trial_places(trial)], Query(), 0, -1
        ).rows
    ]
    station.unpack(trial.pack(at, tmp_path / "one.cppcc"))
    station.actor = type(station.actor)(station.actor.name, "admin", station.office.name)
    rows = list_records(station.office, station.actor, station.office.modules[TOWNS], Query(), 0, -1).rows
    assert [row[HEAD] for row in rows] == ["东边的一记"]
    made = station.create(TOWN, **{HEAD: "站里的一记"})
    assert values(station, made, TOWN)[HOST] == at
    step(station, made, FINISH, TOWN)
    trial.unpack(station.pack("county", tmp_path / "two.cppcc"))
    assert (values(trial, made, TOWN)["state"], values(trial, made, TOWN)[HOST]) == (FINISHED, at)
    assert [each.label for each in read_timeline(trial.office, trial.actor, TOWN, made)] == ["了记"]
    assert count_records(station.office, station.actor, station.office.modules[YEARS], Query()) == 0
    for office in (trial, station):
        assert all(each.ok for each in check_office(office.office, office.actor))


def trial_places(place: Place) -> str:
    assert place.office.place_entity
    module = place.office.module_of(place.office.place_entity.name)
    assert module
    return module.name


def run(place: Place, *words: str):
    """What a command answers: its lines and its data."""
    options = make_parser(TRIAL).parse_args([*words, "--db", "x"])
    verb = {"record": record, "act": take_step, "stats": stats, "export": export}[words[0]]
    return verb(place.office, place.actor, options)


def test_the_command_knows_it(trial: Place, tmp_path: Path) -> None:
    case = ids(trial)[0]
    assert len(run(trial, "record", "list", YEARS).data) == 3
    assert run(trial, "record", "show", YEAR, case).data["state"] == NEW
    told = run(trial, "act", YEAR, case, BEGIN, "--set", f"{GRADE}=中")
    assert told.lines == ["第2026签001签：未起 → 在走"]
    assert BEGIN not in run(trial, "act", YEAR, case).data["next"]
    assert json.loads(json.dumps(run(trial, "stats", YEARS).data))
    run(trial, "export", YEARS, "--to", str(tmp_path / "x.csv"))
    assert "甲签文" in (tmp_path / "x.csv").read_text("utf-8-sig")
    assert run(trial, "act", YEAR, case, "--take-back", "点错了").data["to"] == NEW


def test_places_have_no_steps_and_say_so(trial: Place) -> None:
    at = list_records(trial.office, trial.actor, trial.office.modules[trial_places(trial)], Query(), 0, -1).rows[0][
        "id"
    ]
    with pytest.raises(Refusal, match="分会没有办理步骤"):
        step(trial, str(at), BEGIN, PLACE)


def test_a_sheet_is_a_row_for_each_entry_of_a_list(trial: Place) -> None:
    """What is typed there stands in test_sheets and test_sheets_window."""
    (town,) = list_ids(trial.office, trial.actor, trial.office.modules[TOWNS], Query())
    sheet = read_sheet(trial.office, trial.actor, CHECK, town)
    codes = read_codes(trial.office).entries(POINTS)
    assert [each.key for each in sheet.down] == [each.code for each in codes] and not sheet.rows


def test_figures_in_a_scope_the_noun_declares(trial: Place) -> None:
    """A place in a year, beside other years and places; shares, what is not filled in, and last year."""
    sheet, who = find_sheet(trial.office, TOWNS), (trial.office, trial.actor)
    (east,) = (place for place, _ in list_places(*who, sheet))
    west = trial.create(PLACE, **{CODE: "02", CALLED: "西分会"})
    for host, year, count in ((east, 2026, 3), (east, 2025, 2), (west, 2026, 5), (None, 2026, 2)):
        for number in range(count):
            trial.create(
                TOWN,
                **{
                    HOST: host,
                    HEAD: f"第{number}记",
                    HELD: f"{year}-05-0{number + 1}",
                    TOLD: "说了" if number else None,
                },
            )
    assert [each.label for each in list_scopes(*who, sheet)] == ["2026年记的", "2025年记的", "全部会议"]
    now = find_scope(*who, year="2026", sheet=sheet)
    here = find_place(*who, sheet, now, "东分会")
    before = find_before(trial.office, sheet, here)
    assert here.label == "东分会　2026年记的" and before and before.label == "东分会　2025年记的"
    lines = read_figures(*who, here, sheet=sheet, before=before).lines
    assert (lines[TOLD_OF].numerator, lines[TOLD_OF].change_words) == (3, "+50.0%")
    assert (lines[TOLD_RATE].words, lines[TOLD_RATE].change_words) == ("66.7%", "+16.7 个百分点")
    assert count_records(*who, trial.office.modules[TOWNS], Query(lines[TOLD_OF].where)) == 3
    beside = read_side_by_side(*who, [now, here, find_place(*who, sheet, now, west)], (TOLD_OF,), sheet)
    assert [each.lines[TOLD_OF].numerator for each in beside] == [10, 3, 5]
    broken = read_breakdown(*who, now, "host", sheet=sheet)
    assert [(group.label, row[TOLD_OF].numerator, row[TOLD_OF].share) for group, row in broken.lines] == [
        ("东分会", 3, 30.0), ("西分会", 5, 50.0), ("没有填", 2, 20.0),
    ]  # fmt: skip
    assert broken.total[TOLD_OF].share_base == "占分记合计 10 记"
    with pytest.raises(OfficeError, match="不能按“南分会”统计"):
        find_place(*who, sheet, now, "南分会")
    years = find_sheet(trial.office, YEARS)
    assert not list_places(*who, years) and [each.label for each in list_scopes(*who, years)] == [
        "2026年起的",
        "全部年份",
    ]
    options = make_parser(TRIAL).parse_args(
        ["stats", TOWNS, "--db", "x", "--year", "2026", "--place", "东分会", "--beside", "2025"]
    )
    told = stats(*who, options)
    assert [(each["scope"], each["value"]) for each in told.data if each["key"] == TOLD_OF] == [
        ("东分会　2026年记的", 3), ("东分会　2025年记的", 2),
    ]  # fmt: skip
    with pytest.raises(WrongUsage):
        make_parser(TRIAL).parse_args(["stats", PLACES, "--db", "x"])


def test_a_condition_is_a_value(trial: Place) -> None:
    """View, figure, saved view and list take the same value; it says what it is."""
    first, second, _third = ids(trial)
    for each in (first, second):
        step(trial, each, BEGIN, **{GRADE: "中"})
    step(trial, first, HAND, **{HOLDER: "老王"})
    step(trial, second, NOTE, **{TEXT: "好"})
    module = trial.office.modules[YEARS]
    view = next(each for each in module.views if each.name == "open")

    def listed(where: Condition) -> set[str]:
        return {str(row["id"]) for row in list_records(trial.office, trial.actor, module, Query(where), 0, -1).rows}

    assert listed(view.where) == {first, second}
    waits = Both(view.where, Not(Named(REMARK, (YEAR,), EVERYTHING)))
    assert listed(waits) == {first} and listed(Not(waits)) == {*ids(trial)} - {first}
    assert listed(Not(Is(DONE_ON, "2026-01-01"))) == {*ids(trial)}, "what is empty is not that day"
    save_view(trial.office, trial.actor, module, "没批的", waits, {})
    (saved,) = list_views(trial.office, trial.actor, module)
    assert saved.where == waits and listed(saved.where) == {first}
    told = describe_condition(trial.office, module, saved.where)
    remark = trial.office.entity(REMARK)
    assert told == f"状态是在走或等回话，不是“是{remark.label}的{remark.by_name[YEAR].label}”"


def test_rows_and_picked_children_are_declared(trial: Place) -> None:
    """What is done with them stands in test_children and test_window."""
    made = {each.name: each.made for module in trial.office.modules.values() for each in list_made(module)}
    assert made == {
        GUEST: Made.PICKED, EARLIER: Made.ROWS, VISIT: Made.ROWS, PART: Made.ROWS, SEAT: Made.SHEET, CHECK: Made.SHEET,
    }  # fmt: skip
