"""The one-folder program: icons, Windows' version, PyInstaller, and how large it became."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter

from pictures import draw_pictures
from release import DIST, FOLDER, LIMIT, MADE, NAME, ROOT, TITLE, VERSION, files_of, size_of

WINDOWS_VERSION = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004, fileType=1, subtype=0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable('080404B0', [
      StringStruct('CompanyName', ''),
      StringStruct('FileDescription', '{title}{what}'),
      StringStruct('FileVersion', '{version}'),
      StringStruct('InternalName', '{name}'),
      StringStruct('OriginalFilename', '{name}.exe'),
      StringStruct('ProductName', '{title}'),
      StringStruct('ProductVersion', '{version}'),
    ])]),
    VarFileInfo([VarStruct('Translation', [0x0804, 1200])]),
  ],
)
"""


def main() -> int:
    """Build dist/cppcc-desktop anew; 1 if it is larger than it may be."""
    draw_pictures()
    for name, what in ((NAME, ""), ("cppcc", "（命令行）")):
        (MADE / f"{name}.version.txt").write_text(describe_version(name, what), "utf-8")
    shutil.rmtree(FOLDER, ignore_errors=True)
    work = ["--distpath", DIST, "--workpath", MADE / "pyinstaller", "--noconfirm", "--log-level", "WARN"]
    subprocess.run([sys.executable, "-m", "PyInstaller", *map(str, work), "build.spec"], cwd=ROOT, check=True)
    if sys.platform == "linux":
        strip_libraries()
    return tell_size()


def describe_version(name: str, what: str) -> str:
    """The version resource of an executable, as PyInstaller reads it."""
    numbers = (*(int(part) for part in VERSION.split(".")[:3]), 0)
    return WINDOWS_VERSION.format(numbers=numbers, title=TITLE, what=what, name=name, version=VERSION)


def strip_libraries() -> None:
    """Debugging symbols go, but not from what a wheel's maker has patched (name-<hash>.so): stripping breaks such files."""
    libraries = [
        file
        for file in files_of(FOLDER / "_internal")
        if ".so" in file.name and "PySide6" not in file.parts and not re.search(r"-[0-9a-f]{8}\.so", file.name)
    ]
    for file in libraries:
        file.chmod(0o755)
    subprocess.run(["strip", "--strip-unneeded", *libraries], check=True)


def tell_size() -> int:
    """Print the size and the largest parts."""
    whole = size_of(FOLDER)
    parts: Counter[str] = Counter()
    for file in files_of(FOLDER):
        inside = file.relative_to(FOLDER).parts
        parts["/".join(inside[1:3] if inside[0] == "_internal" and len(inside) > 2 else inside[-1:])] += (
            file.stat().st_size
        )
    print(f"{FOLDER.relative_to(ROOT)}：{whole / 1e6:.0f} MB（最多 {LIMIT / 1e6:.0f} MB），最大的是：")
    for name, size in parts.most_common(12):
        print(f"  {size / 1e6:6.1f} MB  {name}")
    return int(whole > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
