"""The two offices the golden answers are asked of: 示例县, and one that made the code lists its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import openpyxl

from cppcc_desktop.domain.description.conditions import Both, Is
from tests.golden.program import (
    FEATURES,
    Actor,
    Office,
    OfficeError,
    Plenary,
    Query,
    Surroundings,
    act,
    add_entry,
    apply_import,
    change_setting,
    compare_table,
    connect_sponsors,
    create_demo,
    create_office,
    create_record,
    default_choices,
    join_records,
    list_children,
    list_ids,
    open_table,
    rename_entry,
    retire_entry,
    save_attendance,
    save_plenary,
    save_view,
    show_record,
)

USER, PASSWORD = "周明礼", "correct horse 9"
CASES = 60


def read_clock() -> datetime:
    """2026-06-08 15:42 in China, always."""
    return datetime(2026, 6, 8, 7, 42, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """An office, who asks there, and the steps it refused while it was made."""

    office: Office
    actor: Actor
    refused: Mapping[str, str] = field(default_factory=dict[str, str])


def make_demo(folder: Path) -> Place:
    """示例县 of one year."""
    office = create_demo(Surroundings(FEATURES, read_clock, folder / "home"), folder / "demo.db", USER, PASSWORD)
    return Place(office, Actor(USER, "admin", office.name))


def make_local(folder: Path) -> Place:
    """An office with entries of its own in every list that rules ask something of, and cases that use them."""
    office = create_office(
        folder / "local.db", FEATURES, kind="county", name="政协示例县委员会", plenary=Plenary(10, 3), user=USER,
        password=PASSWORD, clock=read_clock, anchors=folder / "anchors",
    )  # fmt: skip
    actor = Actor(USER, "admin", office.name)
    set_rules(office, actor)
    register = Register(office, actor, make_people(office, actor), make_units(office, actor))
    make_cases(register)
    import_register(office, actor, folder / "台账.xlsx")
    join_units(office, actor)
    hold_activities(office, actor)
    return Place(office, actor, register.refused)


# (list, words, code or "" for the next one, what rules ask of it)
OWN_ENTRIES: Sequence[tuple[str, str, str, tuple[str, ...]]] = (
    ("proposal_category", "乡村振兴", "", ()),
    ("proposal_category", "数字示例", "数", ()),
    ("proposal_form", "政协工作站", "", ("collective", "plenary_only")),
    ("proposal_form", "电话提案", "", ()),
    ("proposal_form", "联组提案", "", ("joint",)),
    ("channel", "政协云平台", "", ()),
    ("satisfaction", "比较满意", "15", ("counts_as_satisfied",)),
    ("satisfaction", "很不满意", "", ()),
    ("result_class", "E类", "", ("promise",)),
    ("contact_method", "视频会商", "", ("face_to_face",)),
    ("contact_method", "托人带话", "", ()),
    ("decline_ground", "已有定论的", "", ()),
    ("sector", "乡村振兴界", "", ()),
    ("activity_type", "板凳会", "", ()),
    ("supervision_form", "示例督办", "", ()),
    ("award_kind", "示例金点子", "", ()),
    ("topic_channel", "网上征集", "", ()),
)


def set_rules(office: Office, actor: Actor) -> None:
    """Own entries, renamed and retired ones, a fourth class, other terms and numbers, plenaries with dates."""
    for name, label, code, traits in OWN_ENTRIES:
        add_entry(office, actor, name, label, code, traits=traits)
    rename_entry(office, actor, "satisfaction", "2", "尚可")
    rename_entry(office, actor, "proposal_category", "13", "城乡建设")
    rename_entry(office, actor, "review_stage", "joint", "联审")
    retire_entry(office, actor, "result_class", "D", retired=False)
    retire_entry(office, actor, "channel", "04")
    for name, value in (("soon_days", "14"), ("docket_width", "4"), ("reply_needs_contact", "0"), ("rest_day", "next")):
        change_setting(office, actor, name, value, "2026-01-01")
    save_plenary(office, actor, "10-02", {"opens_on": "2025-02-19", "ends_on": "2025-02-22"})
    save_plenary(office, actor, "10-03", {
        "opens_on": "2026-02-04", "ends_on": "2026-02-07", "intake_from": "2026-01-05", "intake_until": "2026-02-05",
    })  # fmt: skip


def make_people(office: Office, actor: Actor) -> list[str]:
    """Stations, and members of several sectors; one has left."""
    stations = [
        create_record(
            office,
            actor,
            "station",
            {"code": code, "name": f"{place}联络站", "type": "01", "level": "2", "township": place},
        )
        for code, place in (("01", "云水镇"), ("02", "石桥镇"), ("03", "青山乡"))
    ]
    sectors = ("经济界", "农业界", "医药卫生界", "教育界", "乡村振兴界")
    parties = ("中共", "民盟", "民建", "", "九三学社", "中共、民盟")
    members: list[str] = []
    for number in range(16):
        members.append(create_record(office, actor, "member", {
            "name": f"{'赵钱孙李周吴郑王'[number % 8]}{'立秋小满'[number // 8 * 2 :][:2]}{'一二三四'[number % 4]}",
            "sex": "男女"[number % 2], "sector": sectors[number % 5], "parties": parties[number % 6],
            "station": stations[number % 3], "mobile": f"1990000{number:04}", "post": f"示例第{number}公司经理",
            **({"left_on": "2026-03-01"} if number == 15 else {}),
        }))  # fmt: skip
    return members


def make_units(office: Office, actor: Actor) -> list[str]:
    names = ("县交通运输局", "县水利局", "县教育局", "县卫生健康局", "县农业农村局", "示例县水利局")
    return [create_record(office, actor, "unit", {"name": name}) for name in names]


REVIEWED = "receive review review review"
HANDED = f"{REVIEWED} docket assign"
ANSWERED = f"{HANDED} sign_for contact reply"
HEARD = f"{ANSWERED} ask_feedback feedback"
# How far cases come, in turn.
PATHS = (
    f"{HEARD} close", f"{HEARD} close keep_promise implement", HEARD, ANSWERED, f"{HANDED} sign_for contact", f"{HANDED} sign_for",
    HANDED, f"{REVIEWED} docket", REVIEWED, "receive review review", "receive review", "receive", "",
    "receive return", "receive review decline pass_on notify", f"{HANDED} send_back", f"{HANDED} send_back reassign sign_for",
    f"{HANDED} withdraw", f"{HANDED} sign_for extend", f"{HEARD} rehandle", f"{HEARD} close archive look_back",
    f"{ANSWERED} add_promise", f"{REVIEWED} docket choose_key supervise direct assign sign_for reply", "receive merge",
    f"{ANSWERED} ask_feedback add_promise keep_promise", f"{HEARD} close award", f"{HANDED} sign_for assist reply",
    f"{HANDED} assign sign_for contact reply",
    "receive merge unmerge review", f"{ANSWERED} add_promise drop_promise",
)  # fmt: skip
DAYS = {
    "receive": "2026-01-15", "return": "2026-01-18", "review": "2026-01-20", "merge": "2026-01-16", "unmerge": "2026-01-17", "decline": "2026-01-25",
    "pass_on": "2026-01-28", "notify": "2026-01-29", "docket": "2026-02-10", "choose_key": "2026-02-12",
    "supervise": "2026-02-13", "direct": "2026-02-14", "assign": "2026-02-24", "withdraw": "2026-02-28",
    "send_back": "2026-03-02", "reassign": "2026-03-03", "sign_for": "2026-03-04", "assist": "2026-03-20",
    "contact": "2026-03-24", "extend": "2026-03-25", "reply": "2026-05-12", "ask_feedback": "2026-05-27",
    "feedback": "2026-05-28", "add_promise": "2026-05-29", "keep_promise": "2026-05-30", "drop_promise": "2026-05-30", "rehandle": "2026-05-30",
    "close": "2026-05-31", "implement": "2026-06-01", "archive": "2026-06-02", "award": "2026-06-03",
    "look_back": "2026-06-04",
}  # fmt: skip
LATE = "2026-05-26"  # a reply after the date it was due


def turn(words: Sequence[str], number: int) -> str:
    """The words one after the other."""
    return words[number % len(words)]


@dataclass
class Register:
    """The cases as they are entered; `lead` is the one later ones are merged into."""

    office: Office
    actor: Actor
    members: Sequence[str]
    units: Sequence[str]
    lead: str = ""
    refused: dict[str, str] = field(default_factory=dict[str, str])  # case and step → why

    def enter(self, number: int) -> str:
        """A new case, its form, category and proposers in turn."""
        form = turn(("1", "1", "2", "3", "政协工作站", "电话提案", "联组提案"), number)
        first = self.members[number % len(self.members)]
        collective = form in ("3", "政协工作站")
        who: dict[str, object] = {"first_sponsor": first}
        if form in ("2", "联组提案"):
            who["joint_sponsors"] = "、".join(self.names(number))
        if collective:
            who = {
                "collective": turn(("民盟示例县支部", "云水工作站"), number),
                "contact_person": "沈同志",
                "sealed": "是",
            }
        categories = ("社会建设", "乡村振兴", "数字示例", "城乡建设", "经济建设")
        return create_record(self.office, self.actor, "proposal", {
            "title": f"关于示例事项第{number:02}号的建议", "form": form, "category": turn(categories, number // 2),
            "analysis": f"情况{number}。", "suggestions": "1. 加班次。\n2. 设站点。" if number % 4 == 0 else "加班次。",
            "township": turn(("云水镇", "石桥镇", "青山乡"), number), **who,
        })  # fmt: skip

    def names(self, number: int) -> list[str]:
        others = [self.members[(number + step) % len(self.members)] for step in (1, 2)]
        return [str(show_record(self.office, self.actor, "member", each).values["name"]) for each in others]

    def unit(self, number: int, step: int = 0) -> str:
        return self.units[(number + step) % len(self.units)]

    def take(self, case: str, move: str, number: int, again: bool) -> None:
        """One step of a case on the day of such steps."""
        day = LATE if move == "reply" and number % 6 == 2 else DAYS[move]
        raw = {"date": day, **self.entered(case, move, number)}
        if move == "assign" and again:
            raw = {"date": day, "unit": self.unit(number, 2), "role": "会办"}
        try:
            act(self.office, self.actor, "proposal", case, move, raw)
        except OfficeError as refusal:
            self.refused[f"{number:02} {move}"] = str(refusal)
        if move == "docket":
            self.lead = case

    def entered(self, case: str, move: str, number: int) -> Mapping[str, object]:
        """What is filled in, by turns."""
        if move == "merge":
            return {"merged_into": self.lead, "opinion": "内容相近。"}
        if move == "sign_for":
            return self.sign_for(case)
        if move in ("reply", "feedback"):
            return {"reply": answer, "feedback": judge}[move](number)
        return {
            "receive": {"channel": turn(("书面", "政协云平台", "电话"), number),
                        **({"intake_period": "平时提案"} if number % 5 == 1 else {}),
                        "exception_reason": "示例" if number % 5 == 1 else ""},
            "review": {"opinion": "符合立案要求", "reviewer": "韩守田"},
            "return": {"opinion": "补充建议"},
            "decline": {"ground": turn(("已有定论的", "11"), number), "onward": turn(("1", "2", "3"), number)},
            "pass_on": {"receiver": "县信访局"},
            "notify": {"told_how": turn(("电话", "托人带话"), number)},
            "docket": {"category": turn(("社会建设", "乡村振兴", "数字示例", "城乡建设"), number)},
            "choose_key": {"chosen_how": "主席会议确定", "leader": "分管副县长"},
            "supervise": {"form": "示例督办", "content": "到现场看进度。"},
            "direct": {"leader": "县长", "words": "请抓紧办理。"},
            "assign": {"unit": self.unit(number), "notice_no": f"示协办〔2026〕{number % 4 + 1}号",
                       "role": "分办" if number % 11 == 4 else "主办",
                       "hard": "是" if number % 9 == 5 else "",
                       **({"assist_units": [self.unit(number, 1)]} if number % 4 == 2 else {})},
            "withdraw": {"withdraw_reason": "提案人撤回"},
            "send_back": {"unit": self.unit(number), "reason": "不是本单位的职责"},
            "reassign": {"unit": self.unit(number, 3)},
            "assist": {"text": "配合办理。"},
            "contact": {"method": turn(("视频会商", "托人带话", "登门走访"), number), "content": "说明了办理思路。"},
            "extend": {"unit": self.unit(number), "due_on": "2026-08-31", "reason": "要立项", "approver": "王局长"},
            "add_promise": {"promise": "年内完成", "promise_due_on": "2026-06-01"},
            "keep_promise": {"evidence": "验收单"},
            "drop_promise": {"promise": "年内完成", "evidence": "提案人同意取消"},
            "unmerge": {"note": "内容不同，分开办理"},
            "rehandle": {"due_on": "2026-06-20"},
            "implement": {"note": "已开通"},
            "archive": {"note": "承诺另行跟踪"},
            "award": {"kind": turn(("示例金点子", "1"), number)},
            "look_back": {"kept": "已兑现", "raised_class": "A", "words": "已兑现"},
        }.get(move, {})  # fmt: skip

    def sign_for(self, case: str) -> Mapping[str, object]:
        waiting = [
            row for row in list_children(self.office, self.actor, "assignment", case) if row["state"] == "assigned"
        ]
        return {"unit": waiting[0]["unit"], "contact_person": "李同志"} if waiting else {}


def answer(number: int) -> Mapping[str, object]:
    """A reply, some with promises, every fourth to each suggestion."""
    grade = turn(("A", "B", "E", "C", "D", "B"), number)
    promise = {"promise": "明年上半年完成", "promise_due_on": turn(("2027-06-30", "2026-06-01"), number)}
    told = {"result_class": grade, "text": "已经办理。", **(promise if grade in "BE" else {})}
    if number % 4 == 0:  # a reply to each of the suggestions
        told |= {"item_1": "已经安排。", "class_1": grade, "item_2": "列入计划。", "class_2": "C"}
        del told["result_class"], told["text"]
    return {"document_no": f"示函〔2026〕{number}号", **told}


def judge(number: int) -> Mapping[str, object]:
    """What a proposer says of it."""
    grades = ("满意", "比较满意", "尚可", "不满意", "很不满意")
    return {"attitude": turn(grades, number + 1), "result": turn(grades, number // 2 + 3 * (number // len(PATHS))),
            "adoption": turn(("1", "2", "3"), number), "words": f"意见{number}"}  # fmt: skip


def make_cases(register: Register) -> None:
    """Cases that came as far as PATHS say, one path after the other."""
    for number in range(CASES):
        case = register.enter(number)
        path = PATHS[number % len(PATHS)].split()
        for place, move in enumerate(path):
            register.take(case, move, number, again=move in path[:place])


HEAD = (
    "案号",
    "案由",
    "提案人",
    "类别",
    "审查结果",
    "承办单位",
    "会办单位",
    "交办日期",
    "答复日期",
    "答复类别",
    "满意度",
    "重点提案",
)
ROWS: Sequence[Sequence[str]] = (
    ("001", "关于增设候车亭的建议", "赵立秋一", "社会建设", "立案", "县交通运输局", "", "2025-03-20", "2025-06-03", "A类", "满意", ""),
    ("002", "关于保护古桥的建议", "民革示例县支部", "乡村振兴", "立案", "县水利局", "县文旅局", "2025-03-20", "2025-07-12", "E类", "比较满意", "是"),
    ("003", "关于规范充电设施的建议", "钱立秋二", "", "并入001号", "", "", "", "", "", "", ""),
    ("", "关于调整个别待遇的建议", "", "", "不予立案，转来信", "", "", "", "", "", "", ""),
    ("005", "关于完善排水的建议", "孙立秋三", "城乡建设", "立案", "县城管局", "", "2025-03-20", "", "", "", ""),
    ("006", "关于推广节水的建议", "", "数字示例", "再议一议", "县水利局", "", "", "", "", "", ""),
    ("007", "关于课后服务的建议", "李立秋四、周立秋一", "", "立案", "县教育局", "", "2025-03-20", "2025-05-20", "D类", "很不满意", ""),
    ("008", "关于家庭医生的建议", "吴立秋二", "", "立案", "县卫生健康局", "", "2025-03-20", "2025-06-19", "B类", "尚可", ""),
    ("009", "关于乡村道路的建议", "外县某人", "乡村振兴", "立案", "县交通运输局、县农业农村局", "", "2025-03-20", "2025-06-18", "C类", "不满意", ""),
    ("010", "关于河道清淤的建议", "郑立秋三", "", "立案", "县水利局", "", "2025-03-20", "2025-06-30", "B类", "", ""),
    ("011", "关于数据共享的建议", "王立秋四", "数字示例", "立案", "县交通运输局", "", "2025-03-20", "2025-04-30", "A类", "基本满意", ""),
)  # fmt: skip


def import_register(office: Office, actor: Actor, path: Path) -> None:
    """A register of the plenary before, with the office's own words in it."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (("政协示例县十届二次会议提案办理情况登记表",), HEAD, *ROWS):
        sheet.append(list(row))
    book.save(path)
    table = open_table(office, actor, office.modules["proposals"], path)
    preview = compare_table(office, actor, table, given={"plenary": "10-02"})
    apply_import(office, actor, preview, default_choices(preview))
    connect_sponsors(office, actor)


def join_units(office: Office, actor: Actor) -> None:
    """Two spellings of one unit that both have cases become one."""
    units = office.modules["units"]
    keep, other = (list_ids(office, actor, units, Query(Is("name", name)))[0] for name in ("县水利局", "示例县水利局"))
    join_records(office, actor, "unit", keep, other)


def hold_activities(office: Office, actor: Actor) -> None:
    """Activities with who was there, topics of two years, and a view somebody saved."""
    stations = list_ids(office, actor, office.modules["stations"], Query())
    members = list_ids(office, actor, office.modules["members"], Query())
    for number, day in enumerate(("2026-01-20", "2026-03-11", "2026-04-08", "2026-05-19")):
        activity = create_record(office, actor, "activity", {
            "station": stations[number % 2], "title": f"示例活动{number}", "type": turn(("板凳会", "01"), number), "date": day,
        })  # fmt: skip
        save_attendance(
            office, actor, activity, {who: turn(("出席", "请假"), place) for place, who in enumerate(members[:5])}
        )
    for number in range(5):
        topic = create_record(office, actor, "topic", {
            "title": f"示例议题{number}", "year": 2025 + number % 2, "channel": turn(("网上征集", "01"), number),
        })  # fmt: skip
        if number % 2:
            act(office, actor, "topic", topic, "adopt", {"date": "2026-06-01"})
    proposals = office.modules["proposals"]
    save_view(
        office,
        actor,
        proposals,
        "乡村振兴的",
        Both(Is("category", ("15",)), Is("state", ("in_hand", "assigned"))),
        {},
        ("-due_on",),
    )
