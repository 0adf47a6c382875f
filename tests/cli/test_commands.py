"""`cppcc`: shapes, exit codes, and no password on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cppcc_desktop.bootstrap import FEATURES, surround
from cppcc_desktop.cli.arguments import make_parser, parse_pairs
from cppcc_desktop.cli.main import run
from cppcc_desktop.cli.usage import WrongUsage
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.services.records.records import change_record, show_record
from tests.conftest import PASSWORD, USER, Filled, Place

Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def cppcc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with --json; its exit code and what it printed."""
    (tmp_path / "password").write_text(PASSWORD + "\n", "utf-8")
    monkeypatch.setenv("CPPCC_USER", USER)
    monkeypatch.setenv("CPPCC_PASSWORD_FILE", str(tmp_path / "password"))
    monkeypatch.setenv("CPPCC_TODAY", "2026-06-08")

    def call(*arguments: object, plain: bool = False) -> tuple[int, Any]:
        capsys.readouterr()
        code = run([*map(str, arguments), *(() if plain else ("--json",))], surround())
        told = capsys.readouterr()
        return code, told.out + told.err if plain else json.loads(told.out)

    return call


@pytest.fixture
def db(filled: Filled) -> Path:
    filled.place.office.close()
    return filled.place.path


def test_init_check_and_a_second_init(cppcc: Run, tmp_path: Path) -> None:
    db = tmp_path / "new.db"
    assert cppcc("init", "--db", db, "--name", "政协示例县委员会", "--term", 10, "--plenary", 3) == (0, {"db": str(db)})
    code, told = cppcc("init", "--db", db, "--name", "甲")
    assert (code, sorted(told)) == (1, ["kept", "missing", "refused", "todo"])
    code, told = cppcc("check", "--db", db)
    assert (code, told["ok"]) == (0, True)
    assert {frozenset(each) for each in told["checks"]} == {frozenset({"name", "ok", "detail"})}


def test_failed_init_leaves_nothing(cppcc: Run, tmp_path: Path) -> None:
    for wrong in (("--plenary", 0), ("--term", 100)):
        code, _ = cppcc("init", "--db", tmp_path / "a.db", "--name", "甲", *wrong)
        assert code == 1
    (tmp_path / "password").write_text("short")
    assert cppcc("init", "--db", tmp_path / "a.db", "--name", "甲")[0] == 1
    assert not (tmp_path / "a.db").exists()


def test_demo(cppcc: Run, tmp_path: Path) -> None:
    assert cppcc("demo", "--db", tmp_path / "demo.db", "--seed", 4)[0] == 0
    code, told = cppcc("record", "list", "member", "--db", tmp_path / "demo.db")
    assert (code, len(told)) == (0, 240)
    assert cppcc("demo", "--db", tmp_path / "b.db", "--scale", 0)[0] == 1


@pytest.mark.parametrize(
    "arguments",
    [[], ["fly"], ["check"], ["check", "--db", "x", "--password", "secret"], ["record", "eat", "member", "--db", "x"]],
)
def test_wrong_usage_is_2(arguments: list[str]) -> None:
    assert run(arguments, surround()) == 2


def test_no_option_takes_a_password() -> None:
    text = make_parser(FEATURES).format_help()
    assert "--password " not in text
    with pytest.raises(WrongUsage):
        make_parser(FEATURES).parse_args(["check", "--db", "x", "--password=secret"])


def test_account_is_needed(cppcc: Run, db: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "wrong").write_text("wrong password")
    for options, said in (
        (("--password-file", tmp_path / "wrong"), "不对"),
        (("--password-file", tmp_path / "none"), "读不出来"),
        (("--user", "无此人"), "不对"),
    ):
        code, told = cppcc("check", "--db", db, *options)
        assert code == 1
        assert said in told["refused"]
    monkeypatch.delenv("CPPCC_USER")
    assert cppcc("check", "--db", db)[0] == 1


def test_record_commands(cppcc: Run, db: Path, filled: Filled) -> None:
    code, told = cppcc("record", "show", "member", filled.members[2], "--db", db)
    assert (code, told["id"], told["name"], told["parties"], told["sex"]) == (
        0,
        filled.members[2],
        "阿依·古兰",
        ["中国共产党党员", "中国民主同盟盟员"],
        None,
    ) or told["parties"]
    assert told["id_number"] == "1101**********109X"
    code, made = cppcc("record", "new", "member", "--set", "name=丁一", "--set", "界别=教育界", "--db", db)
    assert (code, made["sector"]) == (0, "教育界")
    code, told = cppcc(
        "record", "set", "member", made["id"], "--set", "posts=常委、副主任", "--set", "post=甲=乙", "--db", db
    )
    assert (code, told["posts"], told["post"]) == (0, ["常委", "副主任"], "甲=乙")
    code, told = cppcc("record", "list", "members", "--where", "sector=教育界", "--db", db)
    assert [each["id"] for each in told] == [made["id"]]
    code, told = cppcc("record", "log", "member", made["id"], "--db", db)
    assert {frozenset(each) for each in told} == {frozenset({"at", "who", "field", "before", "after"})}
    for wrong in (("show", "member"), ("show", "planet", "x"), ("show", "member", "0" * 32), ("new", "member", "--set", "name"),
                  ("set", "member", made["id"], "--set", "orbit=1"), ("list", "member", "--where", "orbit=1"), ("new", "member")):  # fmt: skip
        code, told = cppcc("record", *wrong, "--db", db)
        assert code == 1
        assert told["refused"]


def test_act(cppcc: Run, db: Path, filled: Filled) -> None:
    code, told = cppcc("act", "proposal", filled.proposal, "receive", "--db", db)
    assert (code, told) == (
        0,
        {"id": filled.proposal, "from": "draft", "to": "received", "intake_no": "2026-0001", "docket_no": None},
    )
    code, told = cppcc("act", "proposal", filled.proposal, "close", "--db", db)
    assert (code, told["missing"]) == (1, [])
    assert "还不能办结" in told["refused"]
    code, told = cppcc("act", "proposal", filled.proposal, "review", "--db", db)
    assert (code, told["missing"]) == (1, ["opinion"])


def test_import(cppcc: Run, db: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active
    for row in (
        ["姓名", "性别", "联系方式甲"],
        ["甲一", "男", "13800000001"],
        ["乙二", "飞", "13800000002"],
        ["郑晓禾", "男", None],
    ):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    arguments = ("import", "members", tmp_path / "a.xlsx", "--map", "联系方式甲=mobile", "--db", db)
    code, dry = cppcc(*arguments, "--dry-run")
    assert sorted(dry) == ["changed", "doubt", "errors", "new", "notes", "rows", "same", "unread"]
    assert {frozenset(each) for each in dry["errors"]} == {frozenset({"row", "column", "value", "reason"})}
    assert dry["rows"] == dry["new"] + dry["changed"] + dry["same"] + dry["doubt"] == 3
    code, told = cppcc(*arguments)
    assert told == dry
    assert code == (1 if told["doubt"] or told["unread"] or told["errors"] else 0)
    assert cppcc(*arguments)[1]["new"] == 0
    assert cppcc("import", "members", tmp_path / "none.xlsx", "--db", db)[0] == 1
    assert cppcc("import", "planets", tmp_path / "a.xlsx", "--db", db)[0] == 1


def test_export_and_forms(cppcc: Run, db: Path, filled: Filled, tmp_path: Path) -> None:
    code, told = cppcc("export", "members", "--to", tmp_path / "m.xlsx", "--db", db)
    assert (code, told) == (0, {"file": str(tmp_path / "m.xlsx"), "rows": 3})
    assert cppcc("export", "members", "--to", tmp_path / "m.odt", "--db", db)[0] == 1
    code, forms = cppcc("form", "list", "--db", db)
    assert forms[0]["form"] == "proposal_sheet"
    code, told = cppcc(
        "form",
        "render",
        "proposal_sheet",
        "--id",
        filled.proposal,
        "--blank",
        "--to",
        tmp_path,
        "--as",
        "docx",
        "--db",
        db,
    )
    assert code == 0
    assert {frozenset(each) for each in told} == {frozenset({"form", "id", "files", "pages", "warnings"})}
    assert all(Path(file).is_file() for each in told for file in each["files"])
    for wrong in (("proposal_sheet",), ("nothing", "--all"), ("proposal_sheet", "--all", "--as", "odt")):
        assert cppcc("form", "render", *wrong, "--to", tmp_path, "--db", db)[0] == 1


def test_pack_unpack_and_conflicts(cppcc: Run, pair: tuple[Place, Place], filled: Filled, tmp_path: Path) -> None:
    county, station = pair
    record = station.create("activity", station=filled.station, title="协商", type="01", date="2026-06-01")
    code, told = cppcc("pack", "--for", "county", "--to", tmp_path / "a.cppcc", "--db", station.path)
    assert sorted(told) == ["attachments", "bytes", "operations", "package", "to"]
    shape = ["conflicts", "from", "missing_attachments", "new", "package", "quarantined", "same", "unknown"]
    for preview in (["--preview"], []):
        code, told = cppcc("unpack", tmp_path / "a.cppcc", *preview, "--db", county.path)
        assert (code, sorted(told), told["new"]) == (0, shape, 2), "the activity and its session"
    for place, words in ((county, "县"), (station, "站")):
        change_record(place.office, place.actor, "activity", record, {"place": words})
    cppcc("pack", "--for", "county", "--to", tmp_path / "b.cppcc", "--db", station.path)
    assert cppcc("unpack", tmp_path / "b.cppcc", "--db", county.path)[1]["conflicts"] == 1
    code, (told,) = cppcc("conflicts", "list", "--db", county.path)
    claim = next(each for each in told["claims"] if each["value"] == "站")
    assert sorted(claim) == ["at", "claim", "office", "value", "who"]
    assert cppcc("conflicts", "resolve", record, "place", "--claim", "00", "--db", county.path)[0] == 1
    code, told = cppcc("conflicts", "resolve", record, "place", "--claim", claim["claim"], "--db", county.path)
    assert (code, told) == (0, {"id": record, "field": "place", "value": "站"})
    assert cppcc("conflicts", "resolve", record, "place", "--value", "x", "--db", county.path)[0] == 1
    assert cppcc("conflicts", "list", "--db", county.path) == (0, [])


def test_backups_are_listed(cppcc: Run, db: Path) -> None:
    assert cppcc("backup", "list", "--db", db) == (0, [])
    made = cppcc("backup", "create", "--db", db)[1]["file"]
    code, (first,) = cppcc("backup", "list", "--db", db)
    assert (first["file"], first["state"], first["reason"], code) == (made, "sound", "", 0) and first["bytes"] > 1000
    assert made in cppcc("backup", "list", "--db", db, plain=True)[1]


def test_backup(cppcc: Run, db: Path, filled: Filled, tmp_path: Path) -> None:
    code, told = cppcc("backup", "create", tmp_path / "backups", "--db", db)
    backup = told["file"]
    assert cppcc("backup", "verify", backup, "--db", db)[0] == 0
    cppcc("record", "set", "member", filled.members[0], "--set", "post=后来", "--db", db)
    assert cppcc("backup", "restore", backup, "--user", "无此人", "--db", db)[0] == 1
    assert cppcc("record", "show", "member", filled.members[0], "--db", db)[1]["post"] == "后来"
    code, told = cppcc("backup", "restore", backup, "--db", db)
    assert (code, Path(told["kept"]).is_file()) == (0, True)
    assert cppcc("record", "show", "member", filled.members[0], "--db", db)[1]["post"] == "县医院医生"
    for wrong in (("verify",), ("verify", tmp_path / "none"), ("restore", tmp_path / "none"), ("restore",)):
        assert cppcc("backup", *wrong, "--db", db)[0] == 1


def test_people_read_lines(cppcc: Run, db: Path, filled: Filled) -> None:
    for arguments in (("check",), ("record", "list", "member"), ("record", "show", "member", filled.members[0]),
                      ("record", "log", "member", filled.members[0]), ("form", "list"), ("conflicts", "list")):  # fmt: skip
        code, text = cppcc(*arguments, "--db", db, plain=True)
        assert code == 0
        assert "Traceback" not in text
    code, text = cppcc("record", "show", "member", "x", "--db", db, plain=True)
    assert (code, "没有找到" in text) == (1, True)


def test_pairs() -> None:
    assert parse_pairs(["a=1", " b =x=y", "c="]) == {"a": "1", "b": "x=y", "c": ""}
    with pytest.raises(OfficeError):
        parse_pairs(["a"])


def test_twins_are_found_joined_and_parted(cppcc: Run, filled: Filled) -> None:
    place = filled.place
    other = place.create("member", name="郑晓和", mobile="13900001111", specialty="内科", sector="农业界")
    place.office.close()
    keep, db = filled.members[0], place.path
    code, told = cppcc("twins", "members", "--db", db)
    assert code == 0 and [(each["reason"], set(each["ids"])) for each in told] == [("手机号相同", {keep, other})]
    code, told = cppcc("join", "member", keep, other, "--take", "专长", "--take", "sector", "--db", db)
    assert (code, told) == (0, {"id": keep, "joined": [other], "taken": ["specialty", "sector"]})
    shown = cppcc("record", "show", "member", keep, "--db", db)[1]
    assert shown["specialty"] == "内科" and shown["sector"].startswith("农业")
    assert cppcc("twins", "member", "--db", db) == (0, [])
    assert "没有找到重复的委员" in cppcc("twins", "member", "--db", db, plain=True)[1]
    assert cppcc("part", "member", other, "--db", db) == (0, {"id": other, "from": keep})
    code, told = cppcc("part", "member", other, "--db", db)
    assert code == 1 and "没有并入" in told["refused"]
    assert cppcc("twins", "station", "--db", db)[0] == 1


def test_conflicts_show_sensitive_values_masked(
    cppcc: Run, pair: tuple[Place, Place], filled: Filled, tmp_path: Path
) -> None:
    county, station = pair
    activity = station.create("activity", title="协商", type="01", date="2026-06-01")
    guest = station.create("participant", activity=activity, name="李四", phone="13800000001")
    county.unpack(station.pack("county", tmp_path / "a.cppcc"))
    for place, phone in ((county, "13811112222"), (station, "13833334444")):
        change_record(place.office, place.actor, "participant", guest, {"phone": phone})
    county.unpack(station.pack("county", tmp_path / "b.cppcc"))
    _, (told,) = cppcc("conflicts", "list", "--db", county.path)
    assert sorted(each["value"] for each in told["claims"]) == ["138****2222", "138****4444"]
    claim = next(each["claim"] for each in told["claims"] if each["value"] == "138****4444")
    code, told = cppcc("conflicts", "resolve", guest, "phone", "--claim", claim, "--db", county.path)
    assert (code, told["value"]) == (0, "138****4444")
    assert show_record(county.office, county.actor, "participant", guest).values["phone"] == "13833334444"
