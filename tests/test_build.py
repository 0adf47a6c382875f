"""What makes the built program: its start, its package, its installer's script, and the trial it has to pass."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtWidgets import QApplication

from cppcc_desktop.importers.tables.sheets import READER_FLAG
from cppcc_desktop.services.office.office import VERSION

ROOT = Path(__file__).parents[1]
NEEDS_DEBIAN = pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="needs Debian's tools")
# what PyInstaller's start does before ours: the name of the executable, and that it is frozen
FROZEN = """
import sys
sys.frozen, sys.executable = True, sys.argv.pop(1)
from cppcc_desktop.__main__ import main
code = main()
print(sorted({"sqlalchemy", "PySide6", "cppcc_desktop.services"} & set(sys.modules)), file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> dict[str, ModuleType]:
    """The modules of the packaging folder, which is no package: a library has that name."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    import deb
    import pictures
    import program
    import release
    import trial

    return {each.__name__: each for each in (deb, pictures, program, release, trial)}


def start_frozen(name: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", FROZEN, f"/opt/cppcc-desktop/{name}", *arguments], cwd=ROOT, capture_output=True, timeout=60,
        env={"PATH": "/usr/bin", "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1", **variables},
    )  # fmt: skip


def test_the_version_is_the_same_everywhere(steps: dict[str, ModuleType]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION == steps["release"].VERSION
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION), "Windows wants three numbers"


def test_the_two_executables_are_told_apart_by_their_names(tmp_path: Path) -> None:
    for name, expected in (("cppcc", "命令行"), ("cppcc.exe", "命令行"), ("cppcc-desktop", "--self-check")):
        done = start_frozen(name, "--help", CPPCC_HOME=str(tmp_path / "家"))
        assert done.returncode == 0 and expected in done.stdout.decode(), done.stderr.decode()


def test_either_executable_reads_a_sheet_in_a_light_child(steps: dict[str, ModuleType], tmp_path: Path) -> None:
    steps["trial"].write_sheet(tmp_path / "名册.xlsx")
    for name in ("cppcc", "cppcc-desktop"):
        done = start_frozen(name, READER_FLAG, str(tmp_path / "名册.xlsx"), "", "10", "1024")
        assert done.returncode == 0 and "任石安" in done.stdout.decode(), done.stderr.decode()
        assert done.stderr.decode().strip() == "[]", "nothing heavy was imported"


def test_programs_started_from_here_get_the_system_s_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    from cppcc_desktop.__main__ import leave_own_libraries

    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/cppcc-desktop/_internal")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/usr/local/lib")
    leave_own_libraries()
    assert os.environ["LD_LIBRARY_PATH"] == "/usr/local/lib"
    leave_own_libraries()
    assert "LD_LIBRARY_PATH" not in os.environ


def test_the_trial_passes_the_program_and_fails_another(
    steps: dict[str, ModuleType], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    trial = steps["trial"]
    chosen = (trial.make_demo, trial.upgrade)
    monkeypatch.setattr(trial, "STEPS", chosen)
    command = [sys.executable, "-m", "cppcc_desktop", "cppcc"]
    with trial.own_place(Path("/")) as place:
        assert trial.try_out(trial.Program([], command, place, variables={"PYTHONPATH": str(ROOT)})) == 0
        assert capsys.readouterr().out.count("✔") == len(chosen)
    assert not place.exists()
    with trial.own_place(Path("/")) as place:
        assert trial.try_out(trial.Program([], ["/bin/false"], place)) == 1
        assert "✘ 新建示例县" in capsys.readouterr().out


@NEEDS_DEBIAN
def test_the_package(
    steps: dict[str, ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    """The real steps on a program of one library, which is quicker to pack."""
    deb, pictures = steps["deb"], steps["pictures"]
    import orjson

    folder, made = tmp_path / "dist" / "cppcc-desktop", tmp_path / "build"
    library = next(Path(orjson.__file__).parent.glob("*.so"))
    (folder / "_internal").mkdir(parents=True)
    shutil.copy(library, folder / "_internal")
    for name in ("cppcc", "cppcc-desktop"):
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o700)
    for name, value in (("FOLDER", folder), ("MADE", made), ("DIST", tmp_path / "dist")):
        monkeypatch.setattr(deb, name, value)
    monkeypatch.setattr(deb, "tell", lambda _file: None)
    pictures.draw_pictures(made)
    assert deb.main() == 0
    package = next((tmp_path / "dist").glob(f"cppcc-desktop_{VERSION}_*.deb"))
    listed = deb.run_text("dpkg-deb", "-c", package)
    for line in (r"-rwxr-xr-x root/root .* ./opt/cppcc-desktop/cppcc\n", r"./usr/bin/cppcc -> /opt/cppcc-desktop/cppcc\n",
                 r"-rw-r--r-- root/root .* ./usr/share/applications/cppcc-desktop.desktop\n",
                 r"-rw-r--r-- root/root .* ./usr/share/icons/hicolor/256x256/apps/cppcc-desktop.png\n"):  # fmt: skip
        assert re.search(line, listed), line
    assert "__pycache__" not in listed and "/home" not in listed
    asked = deb.run_text("dpkg-deb", "-f", package, "Depends")
    assert re.match(r"libc6 \(>= 2\.\d+\), ", asked) and "tzdata" in asked


@NEEDS_DEBIAN
def test_a_library_nobody_brings_stops_the_package(steps: dict[str, ModuleType], tmp_path: Path) -> None:
    import orjson

    library = next(Path(orjson.__file__).parent.glob("*.so")).read_bytes()
    assert b"libc.so.6" in library
    (tmp_path / "program.so").write_bytes(library.replace(b"libc.so.6", b"libz.so.9"))
    with pytest.raises(SystemExit, match="没有带上"):
        steps["deb"].find_dependencies(tmp_path)


def test_the_entry_in_the_menu() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(ROOT / "packaging" / "linux" / "cppcc-desktop.desktop", "utf-8")
    shown = entry["Desktop Entry"]
    assert shown["Name"] == "县政协工作台" and shown["Exec"] == "/opt/cppcc-desktop/cppcc-desktop"
    assert shown["StartupWMClass"] == "cppcc-desktop"


def test_the_icon_of_windows_holds_every_size(steps: dict[str, ModuleType], tmp_path: Path, qapp: QApplication) -> None:
    from PIL import Image

    steps["pictures"].draw_pictures(tmp_path)
    with Image.open(tmp_path / "cppcc-desktop.ico") as icon:
        assert {side for side, _ in icon.info["sizes"]} == set(steps["pictures"].SIDES)
        for side in steps["pictures"].SIDES:
            picture = icon.ico.getimage((side, side)).convert("RGBA")  # type: ignore[attr-defined]
            assert picture.getpixel((side // 2, 2 * side // 10))[3] == 255 and picture.getpixel((0, 0))[3] == 0


def test_the_version_windows_shows(steps: dict[str, ModuleType]) -> None:
    """The text is Python that PyInstaller evaluates; here with plain recorders of the names it knows."""
    seen: dict[str, str] = {}

    def note(name: str, value: object) -> None:
        seen[name] = str(value)

    names = ("VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable", "VarFileInfo", "VarStruct")
    known = {each: (lambda *_arguments, **_named: None) for each in names}
    eval(steps["program"].describe_version("cppcc", "（命令行）"), {**known, "StringStruct": note})
    assert seen["ProductVersion"] == VERSION and seen["FileDescription"] == "县政协工作台（命令行）"
    assert seen["OriginalFilename"] == "cppcc.exe"


def test_the_installer_s_script() -> None:
    script = (ROOT / "packaging" / "windows" / "cppcc.iss").read_bytes()
    assert script.startswith(b"\xef\xbb\xbf"), "Inno Setup would take it for the system's code page"
    text = script.decode("utf-8-sig")
    assert "AppId={{6E0C8B1D-4C0B-4E43-9B4E-6B7E5B0F9C52}" in text, (
        "another id would leave the old version beside the new"
    )
    assert not re.search(r"^\[UninstallDelete\]", text, re.MULTILINE) and "CloseApplications=yes" in text
    assert not re.search(r"[您！!]", re.sub(r"^;.*$", "", text, flags=re.MULTILINE))
    for name in re.findall(r"\.\.\\\.\.\\([\w\\.-]+)", text):
        assert name.split("\\")[0] in {"dist", "build"}, name
