"""协商计划 of 示例县: what was planned for a year, how it was approved, and how far each line is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cppcc_desktop.domain.description.fields import Entity, Value
from cppcc_desktop.nouns.plans.entity import LINE, PLAN
from cppcc_desktop.nouns.plans.life import CODES, DONE, DRAFTED, GOING, IDLE, REPLACED, RUNNING
from cppcc_desktop.nouns.plans.records import APPROVAL, CHANGE, LINE_STEP, PLAN_STEP
from cppcc_desktop.services.office.samples import Sample, SampleYear

# topic, kind, mode, leader, lead body, unit, person, month it is due in
PLANNED = (
    ("推进县域养老服务体系建设", "1", "22", "高岚", "社会法制委", "县民政局", "何立群", 6),
    ("推动茶旅融合发展，打造精品线路", "1", "12", "沈国栋", "经济委", "县文化和广电旅游体育局", "秦望舒", 5),
    ("完善老旧小区加装电梯办法", "1", "14", "沈国栋", "城建委", "县住房和城乡建设局", "范志成", 5),
    ("加强农村饮用水水源地保护", "1", "13", "沈国栋", "农业和农村委", "县水利局", "贺东升", 7),
    ("统一医共体药品目录", "1", "15", "秦书敏", "教科卫体委", "县卫生健康局", "唐晓", 8),
    ("增加城北普惠托育服务", "1", "11", "秦书敏", "教科卫体委", "县卫生健康局", "唐晓", 9),
    ("视察第二污水处理厂和管网改造", "2", None, "沈国栋", "人口资源环境委", "县住房和城乡建设局", "范志成", 4),
    ("视察中小学食堂食品安全", "2", None, "秦书敏", "教科卫体委", "县市场监督管理局", "程远", 6),
    ("“一件事一次办”落实情况监督", "3", None, "高岚", "社会法制委", "县行政审批局", "卢静", 6),
    ("重点提案：农村客运候车亭", "4", "15", "沈国栋", "提案委", "县交通运输局", "贺东升", 6),
    ("调研村级集体经济", "5", None, "高岚", "农业和农村委", "县农业农村局", "于晓", 10),
)
FORMER, REPLACED_LINE = "农贸市场布局规划", 3
WHY = "规划已由县政府先行公布。"


@dataclass
class PlanYear:
    """One year while it is invented."""

    year: SampleYear

    def new(self, entity: Entity, values: dict[str, Value]) -> str:
        return self.year.new(entity, {name: value for name, value in values.items() if value not in (None, "")})

    def note(self, entity: Entity, owner: str, record: str, day: date, step: tuple[str, str, str], words: str) -> None:
        """A line in the timeline."""
        move, source, target = step
        self.new(entity, {owner: record, "date": day.isoformat(), "move": move, "source": source, "target": target,
                          "words": words, "by": "周明礼"})  # fmt: skip


def make_plans(year: SampleYear) -> None:
    """The plan of the year, its approvals and its lines as of today."""
    planned = PlanYear(year.apart("plans"))
    decided = make_plan(planned)
    for place in range(len(PLANNED)):
        make_line(planned, place, decided)


def make_plan(planned: PlanYear) -> date:
    """Gives the day it was decided."""
    year = planned.year.year
    drafted, decided = date(year - 1, 12, 18), date(year, 2, 6)
    known = decided <= planned.year.today
    number = f"示发〔{year}〕4号"
    plan = planned.new(PLAN, {
        "title": f"{year}年度协商计划", "year": year, "drafted_on": drafted.isoformat(), "state": RUNNING if known else DRAFTED,
        "decided_on": decided.isoformat() if known else None, "number": number if known else None,
    })  # fmt: skip
    before = DRAFTED
    for name, state, body, day in (
        ("consult", "consulted", "县委办、县政府办、县政协办", date(year, 1, 9)), ("pass", "passed", "主席会议", date(year, 1, 22)),
        ("decide", RUNNING, "县委", decided),
    ):  # fmt: skip
        if known:
            told = number if state == RUNNING else ""
            planned.new(APPROVAL, {"plan": plan, "date": day.isoformat(), "body": body, "number": told})
            planned.note(PLAN_STEP, "plan", plan, day, (name, before, state), f"谁审的 {body}")
            before = state
    return decided


def make_line(planned: PlanYear, place: int, decided: date) -> None:
    title, kind, mode, leader, lead_body, unit, person, month = PLANNED[place]
    due, today = date(planned.year.year, month, 28), planned.year.today
    done = due + timedelta(days=planned.year.dice.randrange(-12, 9))
    state = DONE if done <= today and place != 2 else GOING if due - timedelta(days=60) <= today else IDLE
    changed = place == REPLACED_LINE and decided + timedelta(days=80) <= today
    line = planned.new(LINE, {
        "no": place + 1, "title": title if changed or place != REPLACED_LINE else FORMER, "year": planned.year.year, "kind": kind,
        "mode": mode, "leader": leader, "lead_body": lead_body, "units": [unit], "person": person, "month": f"{month}月",
        "due_on": due.isoformat(), "product": "协商纪要" if kind == "1" else "报告", "state": state, "result": CODES[state],
        "done_on": done.isoformat() if state == DONE else None, "evidence": f"示协〔{planned.year.year}〕{place + 3}号" if state == DONE else None,
        "changes": 1 if changed else None,
    })  # fmt: skip
    if state != IDLE:
        begun = max(decided, due - timedelta(days=60))
        planned.note(LINE_STEP, "plan_line", line, min(begun, today), ("begin", IDLE, GOING), "")
    if changed:
        day = decided + timedelta(days=80)
        planned.new(CHANGE, {
            "plan_line": line, "date": day.isoformat(), "kind": REPLACED, "old_title": FORMER, "reason": WHY, "agreed_by": "主席会议",
            "agreed_on": (day - timedelta(days=7)).isoformat(), "approved_by": "县委", "approved_on": day.isoformat(),
            "number": f"示发〔{planned.year.year}〕9号",
        })  # fmt: skip
        planned.note(LINE_STEP, "plan_line", line, day, ("replace", GOING, GOING), f"原议题：{FORMER}，原因 {WHY}")
    if state == DONE:
        planned.note(LINE_STEP, "plan_line", line, done, ("finish", GOING, DONE), "凭什么算完成 报告")


SAMPLE = Sample(62, make_plans)
