"""接待群众 on the first page of a station: the large button, and what is to be answered or called back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from cppcc_desktop.domain.dates import short_date
from cppcc_desktop.domain.description.conditions import Either
from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.nouns.receptions.entity import RECEPTION, RECEPTIONS, TO_CALL, WAITING
from cppcc_desktop.nouns.receptions.standing import AWAITING
from cppcc_desktop.services.figures.place_home import PlaceEntry, PlaceTask, PlaceTasks
from cppcc_desktop.services.figures.places import PlaceDeed
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import load_row, make_listing
from cppcc_desktop.services.records.titles import word_rows
from db.queries.records import Query

MOST = 20
ENTRY = PlaceEntry(
    module=RECEPTIONS.name, words="登记接待", what="群众来访，委员下村接待", note="今年登记 {n} 件", key="J", day="date", rank=2,
)  # fmt: skip
DEED = PlaceDeed(key=RECEPTIONS.name, label=RECEPTIONS.label, entity=RECEPTION.name, place="station", day="date")


def read_tasks(office: Office, connection: Connection) -> Sequence[PlaceTask]:
    """What is to be called back and what is to be answered, the first due on top."""
    listing = make_listing(connection, office, RECEPTIONS, Query(Either(WAITING, TO_CALL), order=("due_on",)))
    rows = [load_row(RECEPTION.fields, each) for each in listing.page(connection, 0, MOST)]
    return [tell_task(row, words) for row, words in zip(rows, word_rows(office, RECEPTION.fields, rows), strict=True)]


def tell_task(row: Row, words: Mapping[str, str]) -> PlaceTask:
    who = words["visitor"] or "不留姓名"
    if row["state"] == AWAITING:
        said = f"{short_date(words['answered_on'] or words['date'])}答复，说好了回访"
        return PlaceTask(title=f"回访：{words['short']}（{who}）", words=said, button="登记回访", module=RECEPTIONS.name,
                         record=str(row["id"]), due_on=words["call_back_due_on"])  # fmt: skip
    said = f"转交{words['receivers']}" + (f"，{short_date(words['accepted_on'])}已受理" if words["accepted_on"] else "")
    button = "看办到哪了" if row["through_county"] else "填处理结果"
    return PlaceTask(title=f"接待群众：{words['short']}（{who}）", words=said, button=button, module=RECEPTIONS.name,
                     record=str(row["id"]), due_on=words["due_on"])  # fmt: skip


TASKS = PlaceTasks(read=read_tasks)
