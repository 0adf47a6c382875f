"""办理表退回去改: what could not be recorded, as the unit filled it in, with what it has to put right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.proposals.grants import HANDLE
from cppcc_desktop.nouns.proposals.packs.layout import read_layout
from cppcc_desktop.nouns.proposals.packs.making import (
    PackFile,
    Progress,
    choices_of,
    free_name,
    make_pack,
    read_people,
)
from cppcc_desktop.nouns.proposals.packs.reading import find_handed
from cppcc_desktop.nouns.proposals.packs.recording import REFUSED, PackCase, Returned
from cppcc_desktop.nouns.proposals.packs.workbook import UnitPack, write_unit_pack
from cppcc_desktop.services.office.office import Office

PLACE = re.compile(r"第 \d+ 行：?( [A-Z]+ 列)?")
ASKED_BACK = "这些提案的办理情况没有登记：请照“请改正”一栏改好，再发回来。原来填的都还在。"


def make_returned_packs(
    office: Office, actor: Actor, left: Sequence[Returned], folder: Path, *, progress: Progress | None = None
) -> list[PackFile]:
    """One .xlsx for each file with something to put right, in an existing folder; it is taken back as any other."""
    actor.require(HANDLE)
    if not folder.is_dir():
        raise OfficeError(f"没有“{folder}”这个文件夹。", todo="先建好文件夹，再试一次。")
    made: list[PackFile] = []
    taken: set[str] = set()
    for place, each in enumerate(left):
        if progress:
            progress(place, len(left), each.unit)
        pack = ask_back(office, each)
        path = folder / f"{free_name(f'请改正-办理表-{each.unit}-{office.today():%m%d}', taken)}.xlsx"
        made.append(PackFile("", each.unit, path, len(each.cases), write_unit_pack(path, pack)))
    return made


def ask_back(office: Office, returned: Returned) -> UnitPack:
    """The sheet with the cells as they came, cells nobody filled in as the office has them."""
    layout, cases = read_layout(office), {case.key: case for case in returned.cases}
    with office.read() as connection:
        found = find_handed(office, connection, list(cases))
        rows = [found[key] for key in cases if key in found]
        people, choices = read_people(office, connection, rows), choices_of(office, connection, layout)
    pack = make_pack(office, layout, returned.unit, "", rows, people, choices)
    kept = [
        replace(row, given={**row.given, **cases[row.id].written}, mend=tell_wrong(cases[row.id])) for row in pack.rows
    ]
    return replace(pack, rows=kept, guide=[ASKED_BACK, *returned.notes, *pack.guide])


def tell_wrong(case: PackCase) -> str:
    """What stands against each step, then what was not read; rows and columns were those of the other file."""
    wrong = [f"{line.label.removeprefix('登记')}：{line.why}" for line in case.lines if line.result == REFUSED]
    return "\n".join(PLACE.sub("", each) for each in (*wrong, *case.notes))
