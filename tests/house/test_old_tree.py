"""What the measures found on the tree before the house was rebuilt stands in old_tree.txt; it also says how to repeat it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house import moves, nouns, ratchet

TABLE = Path(__file__).parent / "old_tree.txt"
TODAY = {"moves": lambda: sum(ratchet.read(moves.ALLOWED).values()), "nouns": lambda: len(nouns.find_places())}


def read_table() -> dict[str, tuple[dict[str, int], str]]:
    """Measure → number of places by file, and the line that sums them up."""
    found: dict[str, tuple[dict[str, int], str]] = {}
    for part in TABLE.read_text("utf-8").split("\n\n")[1:]:
        head, *lines, last = part.strip().splitlines()
        numbers = {path: int(number) for number, path in (line.split() for line in lines)}
        found[head.removeprefix("# ")] = (numbers, last)
    return found


@pytest.mark.parametrize("measure", TODAY)
def test_the_old_tree(measure: str) -> None:
    """Its files add up, and today's have no more places together than they had."""
    numbers, said = read_table()[measure]
    assert said == f"{sum(numbers.values())} places in {len(numbers)} files"
    assert TODAY[measure]() <= sum(numbers.values())


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small program with flat files: one of a noun, one of the platform."""
    for path in ("cppcc_desktop/domain/proposals.py", "ui/pages/page.py"):
        file = tmp_path / path
        file.parent.mkdir(parents=True)
        file.write_text("DAYS[move]\nshow('proposals')\n", "utf-8")
    return tmp_path


def test_another_checkout_can_be_measured(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In one that has no list of a noun's files yet those of before count as such."""
    moves.main(["--files", "--root", str(checkout)])
    nouns.main(["--root", str(checkout)])
    assert capsys.readouterr().out.splitlines() == [
        "   1 cppcc_desktop/domain/proposals.py", "   1 ui/pages/page.py", "2 places in 2 files",
        "ui/pages/page.py:2: string proposals", "1 places in 1 files",
    ]  # fmt: skip


def test_what_is_allowed_here_is_not_taken_from_elsewhere(checkout: Path) -> None:
    before = moves.ALLOWED.read_text("utf-8")
    with pytest.raises(SystemExit):
        moves.main(["--write", "--root", str(checkout)])
    assert moves.ALLOWED.read_text("utf-8") == before
