"""What of its targets a station has to do, for its first page."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from cppcc_desktop.nouns.stations.held import Held
from cppcc_desktop.services.figures.place_home import PlaceTask, PlaceTasks
from cppcc_desktop.services.office.office import Office


def read_tasks(office: Office, connection: Connection) -> Sequence[PlaceTask]:
    """Targets of the present periods that are not reached yet: 二季度活动还没有开展."""
    held, found = Held(office, connection, office.today()), list[PlaceTask]()
    own = next((each for each in held.stations if each["id"] == office.station), None)
    for target in held.targets_of(own) if own else ():
        state = held.judge(own, target, held.span_of(target)) if own else None
        deeds = held.find_deeds(target)
        module = office.module_of(deeds[0][0].entity) if deeds else None
        if state and state.lacking and module:
            title = f"{state.span.label}{deeds[0][0].label}" + (
                "还没有开展" if not state.held else f"还差 {state.lacking} 次"
            )
            words = f"{state.target}：目标 {state.number} 次，已办 {state.held} 次"
            found.append(PlaceTask(title=title, words=words, button=f"登记{deeds[0][0].label}", module=module.name,
                                   due_on=state.span.last.isoformat()))  # fmt: skip
    return found


TASKS = PlaceTasks(read=read_tasks)
