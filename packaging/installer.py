"""The installer for Windows, with Inno Setup 6."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from release import ROOT, VERSION

PLACES = ("ProgramFiles(x86)", "ProgramFiles", "LOCALAPPDATA")


def main() -> int:
    """Write dist/cppcc-desktop_<version>_x64.exe; 0 too where Inno Setup is missing, after saying so."""
    compiler = find_compiler()
    if compiler is None:
        print("没有找到 Inno Setup 6，没有做安装程序。装好它再运行一次：packaging/windows/README.md。")
        return 0
    script = ROOT / "packaging" / "windows" / "cppcc.iss"
    return subprocess.run([compiler, "/Qp", f"/DVersion={VERSION}", script]).returncode


def find_compiler() -> Path | None:
    """ISCC.exe, on the path or where Inno Setup's own installer puts it."""
    if found := shutil.which("ISCC"):
        return Path(found)
    folders = [Path(os.environ[name]) for name in PLACES if name in os.environ]
    known = [
        folder / part for folder in folders for part in ("Inno Setup 6/ISCC.exe", "Programs/Inno Setup 6/ISCC.exe")
    ]
    return next((each for each in known if each.is_file()), None)


if __name__ == "__main__":
    sys.exit(main())
