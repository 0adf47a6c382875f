"""Which of a case's next steps stand as buttons, how the others are grouped, and what their dialogs look like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cppcc_desktop.domain.cases.life import Workflow
from cppcc_desktop.domain.description.fields import Value
from cppcc_desktop.services.cases.batches import BatchMove
from cppcc_desktop.services.cases.steps import NextStep

PLAIN = 2  # buttons beside the red one


@dataclass(frozen=True)
class Offered:
    """The red step, the plain ones beside it, and the rest by group."""

    main: NextStep | None
    plain: tuple[NextStep, ...]
    groups: tuple[tuple[NextStep, ...], ...]


def arrange_steps(flow: Workflow, steps: Sequence[NextStep], state: str) -> Offered:
    """At most one red and two plain buttons; rare steps are never buttons."""
    common = [step for step in steps if not step.move.offer.rare and state not in step.move.offer.rare_in]
    main = None if flow.state(state).rests else pick_main(common, state)
    rest = sorted((step for step in common if step is not main), key=lambda step: rank(step, state))
    plain = tuple(rest[:PLAIN])
    others = [step for step in steps if step is not main and step not in plain]
    others.sort(key=lambda step: (step.move.offer.rare, not step.move.offer.main, rank(step, state)))
    groups = (tuple(step for step in others if step.move.offer.group == name) for name in flow.groups)
    return Offered(main, plain, tuple(group for group in groups if group))


def pick_main(common: Sequence[NextStep], state: str) -> NextStep | None:
    """The step that is most likely next."""
    first = [step for step in common if state in step.move.offer.first_in]
    likely = [step for step in common if step.move.offer.main]
    return next(iter([*first, *likely, *common]), None)


def rank(step: NextStep, state: str) -> int:
    """How likely a step is that is not the red one."""
    return step.move.offer.sooner.get(state, step.move.offer.rank)


def likelihood(step: BatchMove) -> tuple[int, bool, int]:
    """The place of a step among those of many cases: by group, in it what leads on first, then what is likelier."""
    offer = step.move.offer
    return step.group, not offer.main, offer.rank


def propose_for(step: NextStep, today: str) -> Mapping[str, Value]:
    """What the dialog proposes today: a page left open over midnight must not record yesterday.

    The due date was reckoned from that day too; left empty it follows the rule.
    """
    if step.proposed.get("date") in (None, today):
        return step.proposed
    kept = {name: value for name, value in step.proposed.items() if name != "due_on"}
    return {**kept, "date": today}
