"""The manual that ships with the program: its folder, its pages, and finding words in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from cppcc_desktop.domain.errors import OfficeError

CONTENTS = "README"
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Chapter:
    """One page: `name` is its file without .md, `text` Markdown."""

    name: str
    title: str
    text: str

    def count(self, word: str) -> int:
        """How often a word stands in what people read, upper and lower case alike."""
        return plain_text(self.text).casefold().count(word.casefold()) if word else 0


def manual_folder() -> Path:
    """Where the pages and their pictures lie: in the installed program, else in the checkout."""
    resources = Path(str(files("resources")))
    shipped = resources / "manual"
    return shipped if shipped.is_dir() else resources.parent / "docs" / "手册"


def list_chapters(folder: Path | None = None) -> list[Chapter]:
    """All pages, in the order the contents name them; OfficeError if there is no manual."""
    folder = folder or manual_folder()
    contents = folder / f"{CONTENTS}.md"
    if not contents.is_file():
        raise OfficeError("没有找到手册。", todo="重新安装一次程序，手册会一起装上。")
    named = [target.removesuffix(".md") for sign, _, target in LINK.findall(contents.read_text("utf-8")) if not sign]
    present = {file.stem: file for file in folder.glob("*.md")}
    order = [CONTENTS, *(name for name in named if name in present)]
    order += sorted((name for name in present if name not in order), key=natural)
    return [read_chapter(present[name]) for name in dict.fromkeys(order)]


def read_chapter(file: Path) -> Chapter:
    text = file.read_text("utf-8")
    heading = re.search(r"^# +(.+)$", text, re.MULTILINE)
    return Chapter(file.stem, heading[1].strip() if heading else file.stem, text)


def natural(name: str) -> tuple[int, str]:
    """10-… comes after 9-…."""
    number = re.match(r"\d+", name)
    return int(number[0]) if number else 0, name


def plain_text(markdown: str) -> str:
    """What is left to read once pictures, links and marks are taken away."""
    text = LINK.sub(lambda found: "" if found[1] else found[2], markdown)
    text = re.sub(r"^\s*\|?[\s:|-]+\|?\s*$", "", text, flags=re.MULTILINE)  # the rule below a table's head
    return re.sub(r"[*`|#>]", "", text)


def find_chapters(chapters: Sequence[Chapter], word: str) -> list[tuple[Chapter, int]]:
    """Pages that hold the word, and how often; in the order of the contents."""
    counted = [(chapter, chapter.count(word)) for chapter in chapters]
    return [(chapter, count) for chapter, count in counted if count]
