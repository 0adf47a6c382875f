"""The .deb for Debian, UOS and Kylin: /opt/cppcc-desktop, two commands, an entry in the menu."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from release import DIST, FOLDER, MADE, NAME, ROOT, TITLE, VERSION, files_of, size_of

HERE = ROOT / "packaging" / "linux"
PLACE = Path("opt") / NAME
SIDES = (16, 24, 32, 48, 64, 128, 256)
# Looked up while running, so nothing that is linked tells of them.
ALSO = ("tzdata", "libgl1", "libegl1", "fontconfig-config")
CONTROL = """Package: {name}
Version: {version}
Architecture: {architecture}
Maintainer: {title} <noreply@localhost>
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: fonts-noto-cjk
Section: office
Priority: optional
Description: {title}
 县（区）政协办公室用的桌面程序：委员、提案、联络站、协商，打印公文表格，
 用文件包交换数据。不需要网络和 Office。附命令行程序 cppcc。
"""


def main() -> int:
    """Write dist/cppcc-desktop_<version>_<architecture>.deb of the program in dist."""
    root = MADE / "deb"
    shutil.rmtree(root, ignore_errors=True)
    lay_out(root)
    target = DIST / f"{NAME}_{VERSION}_{architecture()}.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "-z2", "--build", root, target],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    shutil.rmtree(root)
    tell(target)
    return 0


def tell(package: Path) -> None:
    print(f"{package.relative_to(ROOT)}：{package.stat().st_size / 1e6:.0f} MB，依赖：")
    print("  " + run_text("dpkg-deb", "-f", package, "Depends").strip())


def lay_out(root: Path) -> None:
    """The tree as it will stand on the disk, with its control files."""
    shutil.copytree(FOLDER, root / PLACE, symlinks=True)
    for name in (NAME, "cppcc"):
        link = root / "usr" / "bin" / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(Path("/") / PLACE / name)
    put(root / "usr" / "share" / "applications" / f"{NAME}.desktop", (HERE / f"{NAME}.desktop").read_bytes())
    icons = root / "usr" / "share" / "icons" / "hicolor"
    put(icons / "scalable" / "apps" / f"{NAME}.svg", (ROOT / "packaging" / "icon" / f"{NAME}.svg").read_bytes())
    for side in SIDES:
        put(icons / f"{side}x{side}" / "apps" / f"{NAME}.png", (MADE / f"{NAME}-{side}.png").read_bytes())
    papers = root / "usr" / "share" / "doc" / NAME
    put(papers / "copyright", (HERE / "copyright").read_bytes())
    put(papers / "changelog.gz", gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0))
    put(root / "DEBIAN" / "control", describe_package(root).encode())
    put(root / "DEBIAN" / "postinst", (HERE / "postinst").read_bytes(), executable=True)
    put(root / "DEBIAN" / "postrm", (HERE / "postinst").read_bytes(), executable=True)
    open_to_all(root)


def put(file: Path, data: bytes, *, executable: bool = False) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    file.chmod(0o755 if executable else 0o644)


def open_to_all(root: Path) -> None:
    """Whatever the umask of the one who builds: everybody may read, only root may write."""
    for place, _folders, names in os.walk(root):
        Path(place).chmod(0o755)
        for file in (Path(place) / name for name in names):
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)


def describe_package(root: Path) -> str:
    return CONTROL.format(
        name=NAME, version=VERSION, title=TITLE, architecture=architecture(), kilobytes=size_of(root) // 1024,
        depends=", ".join(find_dependencies(FOLDER)),
    )  # fmt: skip


def architecture() -> str:
    return run_text("dpkg", "--print-architecture").strip()


def find_dependencies(folder: Path) -> list[str]:
    """Packages of this system that hold libraries the program asks for and does not bring along, and its glibc."""
    files = files_of(folder)
    binaries = [file for file in files if file.read_bytes()[:4] == b"\x7fELF"]
    said = run_text("objdump", "-p", *binaries)
    missing = set(re.findall(r"NEEDED\s+(\S+)", said)) - {file.name for file in files}
    places = dict(re.findall(r"(\S+) => (/\S+)", run_text("ldd", *binaries)))
    if lost := sorted(name for name in missing if name not in places and not name.startswith("ld-")):
        raise SystemExit(f"程序要用这些库，这里没有，也没有带上：{'、'.join(lost)}")
    packages = {find_package(Path(places[name])) for name in missing if name in places} - {"", "libc6"}
    return [f"libc6 (>= {oldest_glibc(binaries)})", *sorted(packages | set(ALSO))]


def run_text(*command: object) -> str:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True).stdout


def find_package(library: Path) -> str:
    """The Debian package of a file; its place may be written with or without /usr. Empty if it is nobody's."""
    for place in (library, library.resolve(), Path("/usr") / library.relative_to("/")):
        asked = subprocess.run(["dpkg-query", "-S", place], capture_output=True, text=True)
        if asked.returncode == 0:
            return asked.stdout.split(":")[0]
    return ""


def oldest_glibc(binaries: list[Path]) -> str:
    """The newest version of glibc any of the files asks for."""
    asked = {
        (int(high), int(low))
        for file in binaries
        for high, low in re.findall(rb"GLIBC_(\d+)\.(\d+)", file.read_bytes())
    }
    return ".".join(str(part) for part in max(asked))


if __name__ == "__main__":
    sys.exit(main())
