"""Which font draws what: official ones first, shipped ones else, damaged and CFF files passed over."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont

from cppcc_desktop.exporters.document import Document, Paragraph
from cppcc_desktop.exporters.fonts import (
    FontFile,
    FontSet,
    Role,
    describe_missing,
    font_folders,
    load_fonts,
    read_coverage,
    read_faces,
    shipped_font,
    split_runs,
)
from cppcc_desktop.exporters.pdf import write_pdf
from tests.exporters.pages import read_characters
from tests.exporters.sheets import RARE

FONT_FOLDER = shipped_font(Role.SONGTI).path.parent


def make_font(path: Path, family: str, text: str) -> None:
    """A small TrueType file with the glyphs of a text under another family name."""
    font = TTFont(shipped_font(Role.FANGSONG).path)
    cutter = subset.Subsetter(subset.Options(name_IDs=["*"]))
    cutter.populate(text=text)
    cutter.subset(font)
    for name_id in (1, 4):
        font["name"].setName(family, name_id, 3, 1, 0x409)
    font["name"].setName("Official-Regular", 6, 3, 1, 0x409)
    font.save(path)


def test_an_official_font_is_taken_before_the_shipped_one_and_falls_back_by_character(tmp_path: Path) -> None:
    folder = tmp_path / "fonts"
    folder.mkdir()
    make_font(folder / "anyname.ttf", "仿宋_GB2312", "委员")
    fonts = load_fonts([folder])
    assert [font.family for font in fonts.chain(Role.FANGSONG)] == ["仿宋_GB2312", "FandolFang", "Noto Serif SC"]
    out = tmp_path / "a.pdf"
    write_pdf([Document("", (Paragraph("委员提案喆"),))], out, fonts)
    assert len({c.font for c in read_characters(out)[0] if c.text in "委提喆"}) == 3


def test_damaged_and_foreign_files_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "cut.ttf").write_bytes(shipped_font(Role.FANGSONG).path.read_bytes()[:40])
    (tmp_path / "cff.ttf").write_bytes(b"OTTO" + b"\0" * 60)
    (tmp_path / "empty.ttc").write_bytes(b"")
    (tmp_path / "notes.txt").write_text("仿宋_GB2312", encoding="utf-8")
    assert load_fonts([tmp_path]) == load_fonts(())
    assert read_faces(tmp_path / "gone.ttf") == ()


def test_a_face_that_only_looks_whole_is_passed_over_when_printing(tmp_path: Path) -> None:
    folder = tmp_path / "fonts"
    folder.mkdir()
    make_font(folder / "f.ttf", "仿宋", "委员")
    whole = (folder / "f.ttf").read_bytes()
    (folder / "f.ttf").write_bytes(whole[:12] + whole[12:].replace(b"cmap", b"cmaq", 1))
    fonts = load_fonts([folder])
    assert fonts.chain(Role.FANGSONG)[0].family == "仿宋"
    write_pdf([Document("", (Paragraph("委员"),))], tmp_path / "a.pdf", fonts)
    assert {c.font.split("+")[1] for c in read_characters(tmp_path / "a.pdf")[0] if c.text == "委"} == {
        "FandolFang-Regular"
    }


def test_collections_are_read_face_by_face(tmp_path: Path) -> None:
    from fontTools.ttLib.ttCollection import TTCollection

    make_font(tmp_path / "a.ttf", "宋体", "委")
    make_font(tmp_path / "b.ttf", "新宋体", "员")
    collection = TTCollection()
    collection.fonts = [TTFont(tmp_path / "a.ttf"), TTFont(tmp_path / "b.ttf")]
    collection.save(tmp_path / "c.ttc")
    assert {(face.family, face.index) for face in read_faces(tmp_path / "c.ttc")} >= {("宋体", 0), ("新宋体", 1)}
    assert read_coverage(FontFile("新宋体", tmp_path / "c.ttc", 1)) >= {ord("员")}


def test_the_shipped_song_has_the_rare_characters_and_no_shipped_file_is_large() -> None:
    coverage = read_coverage(shipped_font(Role.SONGTI))
    assert {ord(character) for character in RARE} <= coverage
    assert sum(path.stat().st_size for path in FONT_FOLDER.glob("*.ttf")) < 40e6
    for role in Role:
        assert ord("〓") in read_coverage(shipped_font(role))


def test_each_shipped_font_has_its_licence_beside_it() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in (FONT_FOLDER / "licences").iterdir()}
    assert "SIL OPEN FONT LICENSE" in texts["OFL-NotoSerifSC.txt"].upper()
    assert "SIL OPEN FONT LICENSE" in texts["OFL-NotoSansSC.txt"].upper()
    assert "SIL OPEN FONT LICENSE" in texts["OFL-LXGWWenKai.txt"].upper()
    assert "GNU GENERAL PUBLIC LICENSE" in texts["GPL-3-Fandol.txt"]
    assert "exception" in texts["README.md"]


def test_runs_are_cut_where_the_face_changes() -> None:
    covers = {"甲": {1, 2}, "乙": {1, 2, 3}}
    runs = split_runs("\1\2\3\4\1", ("甲", "乙"), lambda face, code: code in covers[face])
    assert runs == [("甲", "\1\2"), ("乙", "\3"), (None, "\4"), ("甲", "\1")]
    assert describe_missing("ba") == tuple(f"没有字体能印出“{c}”（U+{ord(c):04X}），印成了“〓”。" for c in "ab")


@pytest.mark.parametrize("platform", ["win32", "linux"])
def test_font_folders_of_each_system(platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Fonts").mkdir()
    (tmp_path / ".fonts").mkdir()
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv("SYSTEMROOT", str(tmp_path))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert tmp_path / ("Fonts" if platform == "win32" else ".fonts") in font_folders()


def test_the_machine_is_asked_by_default() -> None:
    assert isinstance(load_fonts(), FontSet)
