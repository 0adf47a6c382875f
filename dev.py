"""Developer's command: run · test · bench · shots · docs · build. Standard library only; each does its own set-up."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")

# What Qt loads at start (quality.md §2), and the font the screen is drawn in.
QT_PACKAGES = [
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-cursor0",
    "libxcb-image0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
    "libegl1",
    "libgl1",
    "libdbus-1-3",
    "libfontconfig1",
    "libglib2.0-0",
    "fonts-noto-cjk",
]
TEST_PACKAGES = ["libreoffice-writer-nogui"]
BUILD_PACKAGES = ["binutils"]  # PyInstaller reads libraries with objdump
BOTH_CORES = ["-n", "auto", "--dist", "worksteal"]
MEMORY, MEMORY_ROOM = Path("/dev/shm"), 4 * 2**30  # bytes that must be free there
COVERED = 95  # per cent of lines and branches of cppcc_desktop and db
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}  # the screen is replaced by memory where no window shall open


def main(arguments: list[str]) -> int:
    """Run one of the commands; returns its exit code, 2 for wrong usage."""
    commands = {
        "run": run, "test": test, "coverage": coverage, "bench": bench, "shots": shots, "docs": docs, "build": build,
    }  # fmt: skip
    if not arguments or arguments[0] not in commands:
        print("用法：python3 dev.py run|test|coverage|bench|shots DIR|docs|build")
        return 2
    return commands[arguments[0]](arguments[1:])


def run(arguments: list[str]) -> int:
    """Open the window; on 示例县 unless a database is named."""
    set_up(QT_PACKAGES)
    if "--db" in arguments:
        return call([PYTHON, "-m", "cppcc_desktop", *arguments])
    demo = demo_environment()
    database = ROOT / "build" / "示例县.db"
    if not database.exists() and (
        code := call([PYTHON, "-m", "cppcc_desktop", "cppcc", "demo", "--db", database], demo)
    ):
        return code
    return call([PYTHON, "-m", "cppcc_desktop", "--db", database, *arguments], demo)


def test(arguments: list[str]) -> int:
    """Everything CI runs: lint, types, import rules, tests. Stops at the first that fails."""
    set_up(QT_PACKAGES + TEST_PACKAGES)
    if arguments:
        return call([PYTHON, "-m", "pytest", *arguments], OFFSCREEN | find_quick_folder())
    steps = [
        [PYTHON, "-m", "ruff", "check", "."],
        [PYTHON, "-m", "ruff", "format", "--check", "."],
        [BIN / "lint-imports"],
        [PYTHON, "-m", "pyright"],
        [PYTHON, "-m", "pytest", *BOTH_CORES],
    ]
    for step in steps:
        print("▶", *(Path(part).name if isinstance(part, Path) else part for part in step), flush=True)
        if code := call(step, OFFSCREEN | find_quick_folder()):
            return code
    return 0


def find_quick_folder() -> dict[str, str]:
    """Where tests keep their files: in memory where there is room, since each of thousands of saves waits for the disk."""
    quick = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > MEMORY_ROOM
    return {"PYTEST_DEBUG_TEMPROOT": str(MEMORY)} if quick else {}


def coverage(arguments: list[str]) -> int:
    """The tests again, counting what they run: it takes half as long again, so CI leaves it out."""
    set_up(QT_PACKAGES + TEST_PACKAGES)
    counted = ["--cov", "--cov-report=term:skip-covered", f"--cov-fail-under={COVERED}"]
    return call([PYTHON, "-m", "pytest", *BOTH_CORES, *counted, *arguments], OFFSCREEN | find_quick_folder())


def bench(arguments: list[str]) -> int:
    """Print the ratios of quality.md §1 that exist, as a table and as JSON."""
    set_up(QT_PACKAGES)
    return call([PYTHON, "-m", "tests.bench", *arguments], OFFSCREEN)


def shots(arguments: list[str]) -> int:
    """Write a picture of every screen on 示例县 into a folder."""
    set_up(QT_PACKAGES)
    if len(arguments) != 1:
        print("用法：python3 dev.py shots DIR")
        return 2
    return call([PYTHON, "-m", "tests.shots", arguments[0]], OFFSCREEN)


def docs(arguments: list[str]) -> int:
    """Make the manual's pictures again from the program itself."""
    set_up(QT_PACKAGES)
    return call([PYTHON, "-m", "tests.shots", "--manual", str(ROOT / "docs" / "手册" / "图"), *arguments], OFFSCREEN)


def build(arguments: list[str]) -> int:
    """Make the one-folder program, on Linux its .deb too, and try both out away from the sources."""
    if arguments:
        print("用法：python3 dev.py build")
        return 2
    set_up(QT_PACKAGES + BUILD_PACKAGES, "build")
    steps = ["program.py"]
    if shutil.which("dpkg-deb"):
        steps.append("deb.py")
    if os.name == "nt":
        steps.append("installer.py")
    for step in steps:
        if code := call([PYTHON, ROOT / "packaging" / step]):
            return code
    return call([PYTHON, ROOT / "packaging" / "trial.py", ROOT / "dist" / "cppcc-desktop"])


def set_up(packages: list[str], extra: str = "dev") -> None:
    """Bring .venv and the Debian packages to what this checkout needs; quick when nothing changed."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts it with an older Python is told
        sys.exit("需要 Python 3.11 或更新的版本。")
    install_debian_packages(packages)
    stamp = VENV / f"set-up-{extra}.txt"
    wanted = (ROOT / "pyproject.toml").read_text("utf-8") + (ROOT / "constraints.txt").read_text("utf-8")
    if stamp.exists() and stamp.read_text("utf-8") == wanted and PYTHON.exists():
        return
    if not PYTHON.exists():
        make_venv()
    pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "-c", ROOT / "constraints.txt", "-e", f"{ROOT}[{extra}]"], check=True)
    stamp.write_text(wanted, "utf-8")


def make_venv() -> None:
    """Create .venv; Debian keeps the needed part of Python in a package of its own."""
    if subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True).returncode:
        install_debian_packages([f"python3.{sys.version_info.minor}-venv"])
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)


def install_debian_packages(packages: list[str]) -> None:
    """Install what dpkg does not know yet, on Debian and as root or through sudo; elsewhere say what is missing."""
    if not shutil.which("dpkg-query"):
        return
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *packages], capture_output=True, text=True
    ).stdout
    present = {line.split()[0] for line in asked.splitlines() if line.endswith(" installed")}
    missing = [name for name in packages if name not in present]
    if not missing:
        return
    root = [] if os.geteuid() == 0 else ["sudo"]
    if root and not shutil.which("sudo"):
        print("缺少系统软件包，请管理员安装：", *missing)
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    if subprocess.run(install, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
        subprocess.run([*root, "apt-get", "update", "-qq"], env=environment, check=True)
        subprocess.run(install, env=environment, stdout=subprocess.DEVNULL, check=True)


def demo_environment() -> dict[str, str]:
    """The account of the developer's 示例县: 周明礼, with a password made once and kept beside it."""
    folder = ROOT / "build"
    folder.mkdir(exist_ok=True)
    secret = folder / "演示口令.txt"
    if not secret.exists():
        secret.write_text(secrets.token_urlsafe(9), "utf-8")
    return {"CPPCC_HOME": str(folder / "home"), "CPPCC_USER": "周明礼", "CPPCC_PASSWORD_FILE": str(secret)}


def call(command: Sequence[object], more: dict[str, str] | None = None) -> int:
    """Run a command in the checkout; returns its exit code."""
    environment = {**os.environ, "PYTHONUTF8": "1", **(more or {})}
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
