"""接待群众 of 示例县: what members heard at four stations in a year, most of it answered and called back."""

from __future__ import annotations

from datetime import date, timedelta

from cppcc_desktop.domain.description.fields import Value
from cppcc_desktop.domain.working_days import Calendar
from cppcc_desktop.nouns.receptions.entity import RECEPTION
from cppcc_desktop.nouns.receptions.life import WORKFLOW
from cppcc_desktop.nouns.receptions.records import STEP
from cppcc_desktop.nouns.receptions.standing import IMMEDIATE, PASSED
from cppcc_desktop.services.office.samples import Sample, SampleYear

STATIONS, EACH = 4, 9  # receptions of each
RECENT, DAYS = 40, 210  # back from the anchor
UNANSWERED = 0.15  # of what was passed on
# matter, category, receivers; without a receiver it was answered on the spot with these words
HEARD = (
    ("村卫生室周末没有人，老人看病要走十里路。", "02", "镇卫生院", ""),
    ("村里的水渠渗漏，二十亩田没有水，去年报过一次。", "06", "县水利局", ""),
    ("夜市的摊位占了消防通道，晚上车子进不来。", "11", "镇综合执法队", ""),
    ("村口的路灯不亮，孩子放学走夜路。", "05", "", "已经报给路灯管护的人，三天内来修，修好给她打电话。"),
    ("医保怎么异地报销，要带哪些材料。", "03", "", "讲了备案的办法，材料单子打印一份给他。"),
    ("孙子想转到镇中心校，学位够不够。", "01", "县教育局", ""),
    ("自来水压力低，三楼以上晚上没有水。", "06", "县水利局", ""),
    ("茶山的防火道被占了种菜。", "07", "镇林业站", ""),
    ("小区停车收费没有公示，收多少没有个准。", "04", "", "物价部门的文件给他看了，让物业本周贴出来。"),
    ("果子滞销，冷库存不下，能不能帮着找销路。", "08", "县农业农村局", ""),
    ("宅基地确权证上的面积写少了。", "09", "县自然资源局", ""),
    ("低保复核要等多久。", "03", "", "讲了复核的时间和要补的证明。"),
    ("返乡开店想贷款，不知道找谁。", "10", "县人社局", ""),
    ("合作医疗在手机上缴不进去。", "02", "", "教她在手机上缴好了。"),
)
NAMES = ("大爷", "大娘", "阿姨", "师傅", "先生", "女士")
PHRASES = ("已经派人看过，本月内办好。", "按政策解释清楚了，群众表示理解。", "先解决一部分，剩下的列入明年计划。")


def make_receptions(year: SampleYear) -> None:
    """What four township stations heard until today."""
    hearings = year.apart("recp")
    units = {str(row.get("name")): record for record, row in year.made.get("unit", {}).items()}
    for station in year.list_made("station")[:STATIONS]:
        members = [
            str(card["member"]) for card in year.made.get("membership", {}).values() if card["station"] == station
        ]
        for _ in range(EACH):
            day = hearings.workday(-hearings.dice.randrange(hearings.dice.choice((RECENT, DAYS))))
            if day <= year.today:
                make_reception(hearings, station, day, members or ["当天值班的委员"], units)


def make_reception(hearings: SampleYear, station: str, day: date, members: list[str], units: dict[str, str]) -> None:
    dice, scope = hearings.dice, f"town:{station}"
    matter, category, receiver, answer = dice.choice(HEARD)
    heads = dice.choice((1, 1, 1, 1, 2, 3, 6))
    values: dict[str, Value] = {
        "station": station, "mode": dice.choice("11123"), "date": day.isoformat(),
        "persons": dice.sample(members, min(len(members), dice.choice((1, 1, 2)))),
        "visitor": f"{dice.choice(hearings.words['surnames'])}{dice.choice(NAMES)}", "heads": heads,
        "phone": f"199{dice.randrange(10**8):08d}", "matter": matter, "category": category, "call_back": True,
        "handling": PASSED if receiver else IMMEDIATE,
    }  # fmt: skip
    steps: list[tuple[str, date, str]] = []
    answered = day
    if receiver:
        due = Calendar().add_working_days(day, 10)
        values |= {"receivers": [units.get(receiver, receiver)], "due_on": due.isoformat()}
        accepted, answered = day + timedelta(days=dice.randrange(1, 4)), day + timedelta(days=dice.randrange(5, 19))
        if accepted <= hearings.today and dice.random() < 0.9:
            values["accepted_on"] = accepted.isoformat()
            steps.append(("accept", accepted, ""))
        if answered <= hearings.today and accepted <= hearings.today and dice.random() >= UNANSWERED:
            result = dice.choice("11123")
            values |= {"answered_on": answered.isoformat(), "result": result, "answer": dice.choice(PHRASES)}
            steps.append(("answer", answered, str(values["answer"])))
    else:
        values |= {"answer": answer, "result": dice.choice("113")}
    is_answered = not receiver or "answered_on" in values
    if is_answered:
        values["call_back_due_on"] = (answered + timedelta(days=14)).isoformat()
        called = answered + timedelta(days=dice.randrange(6, 20))
        if called <= hearings.today:
            grade = dice.choice("111122223")
            values |= {"called_back_on": called.isoformat(), "called_back_by": "罗文谦", "satisfaction": grade}
            steps.append(("call_back", called, hearings.codes.label("satisfaction", grade)))
    record = hearings.new(RECEPTION, values, scope=scope)
    note_steps(hearings, record, values, steps, scope)


def note_steps(
    hearings: SampleYear, record: str, values: dict[str, Value], steps: list[tuple[str, date, str]], scope: str
) -> None:
    """The lines of the timeline, each from the state before it."""
    past: dict[str, Value] = {"date": values["date"], "handling": values["handling"], "call_back": True}
    sets = {"accept": "accepted_on", "answer": "answered_on", "call_back": "called_back_on"}
    for move, day, words in steps:
        source = RECEPTION.reckon(past)["state"]
        past[sets[move]] = day.isoformat()
        hearings.new(STEP, {
            "reception": record, "date": day.isoformat(), "move": WORKFLOW.find(move, str(source)).name, "source": source,
            "target": RECEPTION.reckon(past)["state"], "words": words or None, "by": "罗文谦",
        }, scope=scope)  # fmt: skip


SAMPLE = Sample(70, make_receptions)
