"""A 提案 with its records while a step is taken, and what the whole then amounts to (domain.md §3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cppcc_desktop.domain.cases.case import Case, order_by_day
from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.domain.errors import Refusal

LIVE = ("assigned", "in_hand", "sent_back", "replied")  # of an assignment: it counts
OPEN = ("assigned", "in_hand")
MAIN_ROLES = ("lead", "separate")
STANDINGS = {"assigned": "还没有签收", "in_hand": "正在办理", "sent_back": "已经退回", "replied": "已经办复",
             "withdrawn": "已经改给别家"}  # fmt: skip
ROLES = {"lead": "主办", "assist": "会办", "separate": "分办"}
SAID = 4  # units a refusal names
SATISFIED, ADOPTED = "counts_as_satisfied", "adopted"  # traits of grades that count as good
FIXED = ("draft", "declined", "merged", "withdrawn", "closed", "implemented", "archived")  # states no record moves


class ProposalCase(Case):
    """A proposal and all that was recorded of it."""

    def __post_init__(self) -> None:
        super().__post_init__()
        settle_old_assignments(self)

    # the units

    def assignments(self, states: Sequence[str] = LIVE, roles: Sequence[str] = ()) -> list[dict[str, Value]]:
        """Rows of units that stand so, oldest first."""
        return [
            row for row in self.all("assignment")
            if row.get("state") in states and (not roles or row.get("role") in roles)
        ]  # fmt: skip

    def mains(self) -> list[dict[str, Value]]:
        """The unit that leads, or those that handle it separately."""
        return self.assignments(LIVE, MAIN_ROLES)

    def pick(self, label: str, states: Sequence[str], roles: Sequence[str] = ()) -> dict[str, Value]:
        """The assignment a step is about: that of the unit entered, else the only one. Refusal if it is not clear."""
        found = self.assignments(states, roles)
        unit = self.entered("unit")
        if unit:
            found = [row for row in found if row.get("unit") == unit]
            if not found:
                raise self.refuse_unit(label, str(unit), roles)
        if found and len({str(row.get("unit")) for row in found}) == 1:  # two rows of one: units that were joined later
            return found[0]
        if not found:
            raise self.refuse_all(label, roles)
        names = "、".join(self.situation.title(row.get("unit")) for row in found)
        raise Refusal(f"有 {len(found)} 家单位可以{label}：{names}。", missing=("unit",), todo="写明是哪一家。")

    def refuse_all(self, label: str, roles: Sequence[str]) -> Refusal:
        """Why no unit can take the step now, each for itself."""
        now = self.assignments()
        told = "；".join(self.describe_standing(row, roles) for row in now[:SAID])
        more = f"；等 {len(now)} 家" if len(now) > SAID else ""
        if not now:
            return Refusal(f"还不能{label}：没有单位在办这件提案。", todo="先交办。")
        return Refusal(
            f"还没有单位可以{label}：{told}{more}。", missing=("unit",), todo="各单位到了哪一步，在办理经过里。"
        )

    def refuse_unit(self, label: str, unit: str, roles: Sequence[str] = ()) -> Refusal:
        rows = [row for row in self.all("assignment") if row.get("unit") == unit]
        if not rows:
            ours = "、".join(self.situation.title(row.get("unit")) for row in self.assignments()) or "还没有交办"
            return Refusal(
                f"{self.situation.title(unit)}没有承办这件提案。", missing=("unit",), todo=f"承办单位：{ours}。"
            )
        said = self.describe_standing(rows[-1], roles)
        return Refusal(f"{said}，不能{label}。", missing=("unit",), todo="看看办理经过里它到了哪一步。")

    def describe_standing(self, row: Row, roles: Sequence[str]) -> str:
        """县财政局还没有签收; 县公安局是会办: why a step that is for units of these roles is not this one's now."""
        name, state, role = self.situation.title(row.get("unit")), str(row.get("state")), str(row.get("role"))
        if roles and role not in roles and state in LIVE:
            return f"{name}是{ROLES.get(role, role)}"
        return f"{name}{STANDINGS.get(state, '')}"

    # the proposers

    def refuse_leading(self, label: str) -> None:
        """Refusal as long as cases go along with this one: they would hang on a case that is no more."""
        refuse_leading(label, self.situation.merged)

    def cases(self) -> list[str]:
        """This case and those merged into it: each proposer is answered and asked."""
        return [self.id, *(str(row["id"]) for row in self.situation.merged)]

    def expected(self) -> Iterator[tuple[str, str]]:
        """(unit, case) of every opinion to be asked for."""
        for unit in dict.fromkeys(str(row.get("unit")) for row in self.mains()):
            for case in self.cases():
                yield unit, case

    def opinion(self, unit: str, case: str) -> dict[str, Value] | None:
        """The newest opinion of this proposer on this unit that was not followed by a rehandling."""
        rows = [
            row for row in self.all("feedback")
            if not row.get("superseded") and row.get("unit") in (unit, None) and row.get("case") in (case, None)
        ]  # fmt: skip
        return max(rows, key=order_of, default=None)

    def outstanding(self) -> list[tuple[str, str]]:
        """Opinions that have not come back."""
        return [pair for pair in self.expected() if not returned(self.opinion(*pair))]

    def opinions(self) -> list[dict[str, Value]]:
        """Those in force that came back."""
        found = {id(row): row for pair in self.expected() if (row := self.opinion(*pair)) and returned(row)}
        return list(found.values())

    def is_unhappy(self, row: Row, grades: Sequence[str] = ("result", "attitude")) -> bool:
        """Whether one of these grades says that it must be handled again."""
        return any(
            row.get(name) is not None and not self.situation.has_trait("satisfaction", row[name], SATISFIED)
            for name in grades
        )

    def is_raised(self, grade: Value) -> bool:
        """Whether a class of result stands before the one the case has."""
        now = self.record.get("result_class")
        return bool(now) and grade != now and self.situation.weakest("result_class", (grade, now)) == now

    def lose(self, other: str) -> None:
        """What was asked of a proposer whose case goes along no more: kept, and no longer counted or waited for."""
        for row in self.all("feedback"):
            if row.get("case") == other:
                self.change("feedback", row, superseded=True)
                self.grade_unit(str(row.get("unit")))

    def grade_unit(self, unit: str) -> None:
        """The weakest grade of what came back about a unit stands on its row."""
        rows = [row for row in self.opinions() if row.get("unit") in (unit, None)]
        weakest = self.situation.weakest("satisfaction", (row.get("result") for row in rows), SATISFIED)
        for row in self.mains():
            if row.get("unit") == unit:
                self.change("assignment", row, satisfaction=weakest)

    def one_of(self, of: str) -> Row:
        """This case, or the one of those that go along with it that has this id."""
        return next((row for row in (self.record, *self.situation.merged) if str(row["id"]) == of), self.record)

    def sponsor_of(self, of: str) -> Value:
        """The first sponsor of one of these cases."""
        return self.one_of(of).get("first_sponsor")

    # what it all amounts to

    def reckon_facts(self) -> Mapping[str, Value]:
        """What the records amount to, for the fields of the proposal that lists and figures read."""
        if self.record.get("state") == "withdrawn":  # it still says who had it
            return {}
        mains, everyone = self.mains(), self.assignments()
        lead = next((row for row in mains if row.get("role") == "lead"), mains[0] if mains else None)
        facts: dict[str, Value] = {
            "lead_unit": lead.get("unit") if lead else None,
            "separate_units": list(dict.fromkeys(str(row["unit"]) for row in mains if row.get("role") == "separate")) or None,
            "assist_units": [str(row["unit"]) for row in everyone if row.get("role") == "assist"] or None,
            "face_to_face": any(bool(row.get("face_to_face")) for row in self.all("contact")) or None,
            "sent_back": any(bool(row.get("sent_back_on")) for row in self.all("assignment")) or None,
            "is_key": bool(self.all("key_case")) or None, "has_directive": bool(self.all("directive")) or None,
            "awarded": bool(self.all("award")) or None,
        }  # fmt: skip
        if mains:
            facts |= self.reckon_handling(mains)
        return facts

    def reckon_handling(self, mains: Sequence[Row]) -> dict[str, Value]:
        """Dates, result and grades once it is with units: a case counts as done when the last of them replied."""
        dates = [str(row["replied_on"]) for row in mains if row.get("replied_on")]
        timely = [row.get("on_time") for row in mains]
        classes = [row["result_class"] for row in mains if row.get("result_class")]
        opinions, weakest = self.opinions(), self.situation.weakest
        open_dues = [str(row["due_on"]) for row in mains if row.get("due_on") and row.get("state") != "replied"]
        all_dues = [str(row["due_on"]) for row in mains if row.get("due_on")]
        done = len(dates) == len(mains)
        return {
            "assigned_on": min((str(row["date"]) for row in mains if row.get("date")), default=None),
            "due_on": min(open_dues, default=max(all_dues, default=None)),
            "replied_on": max(dates) if done else None,
            "on_time": all(timely) if done and None not in timely else None,
            "result_class": weakest("result_class", classes) if len(classes) == len(mains) else None,
            "satisfaction": weakest("satisfaction", (row.get("result") for row in opinions), SATISFIED),
            "attitude": weakest("satisfaction", (row.get("attitude") for row in opinions), SATISFIED),
            "adoption": weakest("adoption", (row.get("adoption") for row in opinions), ADOPTED),
        }

    def reckon_state(self) -> str:
        """Where a case stands that is with units: at whatever is furthest behind."""
        if self.record["state"] in FIXED:
            return str(self.record["state"])
        states = {str(row.get("state")) for row in self.assignments()}
        mains = self.mains()
        if not mains and not states:
            return str(self.record["state"])
        waiting = [row for row in mains if row.get("state") in OPEN]
        answered = bool(mains) and all(row.get("state") == "replied" for row in mains)
        if "sent_back" in states and not answered:  # one that only assists holds nobody up who has replied
            return "sent_back"
        if any(int(str(row.get("round") or 1)) > 1 for row in waiting):
            return "rehandling"
        if any(row.get("state") == "assigned" for row in waiting):
            return "assigned"
        if waiting or not mains:
            return "in_hand"
        return "replied" if self.outstanding() else "feedback_given"


def order_of(row: Row) -> tuple[str, str]:
    """By the day something happened, a question by the day it was asked on, then in the order it was recorded."""
    return order_by_day(row, "sent_on")


def call_case(row: Row) -> str:
    """第050号《…》, or by its 收件号 before it has a number."""
    number = f"第{row['docket_no']}号" if row.get("docket_no") else f"收件 {row.get('intake_no') or ''}".strip()
    return f"{number}《{row.get('title') or ''}》"


def returned(row: Row | None) -> bool:
    """Whether an opinion came back; a register may tell the grade without the day."""
    return row is not None and bool(row.get("date") or row.get("result"))


def refuse_leading(label: str, merged: Sequence[Row]) -> None:
    """Refusal that names the cases merged into the one that is to go."""
    if merged:
        names = "、".join(call_case(row) for row in merged[:5]) + ("等" if len(merged) > 5 else "")
        raise Refusal(f"还不能“{label}”：有 {len(merged)} 件提案并入了这一件（{names}）。",
                      todo="先把它们逐件“撤销并案”，再来。")  # fmt: skip


def settle_old_assignments(case: ProposalCase) -> None:
    """Rows made before version 3 are one per event: the newest with a unit is what counts, as far as the case got."""
    rows = [row for row in case.all("assignment") if row.get("unit") and not row.get("state")]
    state = {"assigned": "assigned", "sent_back": "sent_back", "in_hand": "in_hand", "rehandling": "in_hand",
             "replied": "replied", "feedback_given": "replied", "closed": "replied"}  # fmt: skip
    for place, row in enumerate(rows):
        newest = place == len(rows) - 1
        standing = state.get(str(case.record.get("state")), "replied") if newest else "withdrawn"
        case.change("assignment", row, role=row.get("role") or "lead", state=standing, round=1)
