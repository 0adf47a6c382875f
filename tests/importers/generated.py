"""Rosters and registers made from a description of traits: what stands in them, and how it is laid out. Nobody in them exists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from cppcc_desktop.domain.description.fields import Value
from cppcc_desktop.importers.tables.sheets import Cell, Merge, SourceSheet

SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", "晓立文海明秋夏安宁远帆木"
UNITS = ("甲山县水务站", "乙河县第二中学", "丙林县中医医院", "丁原县农机公司", "戊湖县图书馆")
POSTS = ("站长", "教师", "主任医师", "经理", "馆员")
OFFICES = ("县教育局", "县公安局", "县水利局", "县财政局", "县交通运输局", "县卫生健康局")
MATTERS = ("加装电梯", "公交班次", "河道清淤", "校园食堂", "乡村道路", "老旧管网", "停车泊位", "医保结算")
PARTIES = {"01": ("中共党员", "中国共产党党员"), "05": ("民盟盟员", "中国民主同盟"), "04": ("民革党员", "中国国民党革命委员会"),
           "13": ("群众", "普通群众")}  # fmt: skip
SECTORS = {"23": ("教育界", "教育"), "14": ("工商联", "中华全国工商业联合会"), "17": ("侨联", "中华全国归国华侨联合会"),
           "28": ("社会福利和社会保障界", "社会福利与社会保障界")}  # fmt: skip
CLASSES = {
    "A": ("A类", "已解决", "已采纳并落实"),
    "B": ("B类", "部分解决", "已列入计划"),
    "C": ("C类", "留作参考", "无法解决"),
}
UNDECIDED = ("未解决", "尚未落实", "没有采纳")  # neither of the classes
GRADES = {"1": "满意", "2": "基本满意", "3": "不满意"}

ROSTER_TRAITS = (
    "title above", "headings over headings, merged", "headings over headings, not merged", "sex in tick columns",
    "unit and post apart", "remark behind a name", "mark on a name", "form of address", "blanks in a name", "ditto",
    "phone as fraction", "two phones", "remark at a phone", "official full names", "unknown word", "date without format",
    "date as month.day", "month only", "merged downwards", "empty rows", "headings again", "groups", "total at the foot",
    "note at the foot", "column nobody knows", "column without heading", "hidden row", "hidden column", "full-width",
)  # fmt: skip
REGISTER_TRAITS = (
    "title above", "headings over headings, merged", "grades in tick columns", "two ticks in one row", "words for classes",
    "denied words", "one case in several rows, merged", "one case in several rows, not merged", "roles beside units",
    "count behind a unit", "ditto", "dates as month.day", "date shown with its zero", "total at the foot",
    "column nobody knows", "proposers with marks", "number as text and as number", "empty rows",
)  # fmt: skip


@dataclass
class Made:
    """A table, what every record of it must come to (by its first sheet row), and words that must come out or be told."""

    sheet: SourceSheet
    expected: dict[int, dict[str, Value]]
    words: list[str] = field(default_factory=list[str])


@dataclass
class Plan:
    """What is written before it becomes a sheet: heading paths with cells column by column, rows from 1 on."""

    heads: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])
    rows: list[list[Cell]] = field(default_factory=list[list[Cell]])
    marks: list[str] = field(default_factory=list[str])  # "record", "more" or "" for each row
    merges: list[Merge] = field(default_factory=list[Merge])  # of the body, rows counted from 0


def draw_traits(random: Random, names: Sequence[str]) -> frozenset[str]:
    return frozenset(each for each in names if random.random() < 0.4)


def make_name(random: Random, used: set[str]) -> str:
    while True:
        name = random.choice(SURNAMES) + "".join(random.sample(GIVEN, random.choice((1, 2))))
        if name not in used:
            used.add(name)
            return name


def make_phone(random: Random) -> str:
    return "13" + "".join(random.choice("0123456789") for _ in range(9))


def make_roster(random: Random, traits: frozenset[str]) -> Made:
    has, words, used = traits.__contains__, list[str](), set[str]()
    plan = Plan()
    ticks, apart = has("sex in tick columns"), has("unit and post apart")
    plan.heads = [
        ("序号",),
        ("姓名",),
        *((("性别", "男"), ("性别", "女")) if ticks else (("性别",),)),
        ("界别",),
        ("党派",),
    ]
    plan.heads += [("工作单位",), ("职务",)] if apart else [("单位及职务",)]
    grouped = has("headings over headings, merged") or has("headings over headings, not merged")
    plan.heads += [("联系方式", "手机号"), ("联系方式", "办公电话")] if grouped else [("手机号",)]
    plan.heads.append(("出生日期",))
    if has("column nobody knows"):
        plan.heads.append(("血型",))
        words.append("血型")
    above: dict[str, Cell] = {}
    records: list[dict[str, Value]] = []
    for number in range(1, random.randint(4, 8)):
        name, sex = make_name(random, used), random.choice("12")
        sector, party = random.choice([*SECTORS]), random.choice([*PARTIES])
        at = random.randrange(len(UNITS))
        phone, born = make_phone(random), date(1960, 1, 1) + timedelta(days=random.randrange(14000))
        truth: dict[str, Value] = {"name": name, "sex": sex, "sector": sector, "parties": [party], "mobile": phone,
                                   "post": UNITS[at] + POSTS[at], "birth_date": born.isoformat()}  # fmt: skip
        cells = write_person(random, traits, truth, at, born, words)
        if has("ditto") and records and random.random() < 0.5 and above.get("sector") == sector:
            cells["sector"] = random.choice(("同上", "〃"))
        above["sector"] = sector
        row: list[Cell] = [number, cells["name"]]
        row += ["√" if sex == "1" else None, "√" if sex == "2" else None] if ticks else ["男" if sex == "1" else "女"]
        row += [
            cells["sector"],
            cells["parties"],
            *((UNITS[at], POSTS[at]) if apart else (cells["post"],)),
            cells["mobile"],
        ]
        row += [None] if grouped else []
        row.append(cells["birth_date"])
        row += ["O型"] if has("column nobody knows") else []
        records.append(truth)
        plan.rows.append(row)
        plan.marks.append("record")
    frame_body(random, traits, plan, words)
    return finish(random, traits, plan, records, words)


def write_person(
    random: Random, traits: frozenset[str], truth: dict[str, Value], at: int, born: date, words: list[str]
) -> dict[str, Cell]:  # fmt: skip
    """The cells of one person, each perhaps in one of the ways offices write it."""
    has = traits.__contains__
    often: Callable[[], bool] = lambda: random.random() < 0.6  # noqa: E731
    name, phone = str(truth["name"]), str(truth["mobile"])
    parties = truth["parties"]
    assert isinstance(parties, list)
    long = has("official full names") and often()
    cells: dict[str, Cell] = {
        "name": name, "sector": SECTORS[str(truth["sector"])][long], "parties": PARTIES[parties[0]][long],
        "post": UNITS[at] + POSTS[at], "mobile": phone, "birth_date": born.isoformat(),
    }  # fmt: skip
    if has("blanks in a name") and often() and len(name) == 2:
        cells["name"] = f"{name[0]}　{name[1]}"
    if has("remark behind a name") and often():
        remark = random.choice(("连任", "退休", "驻会", "企业家", "王小明"))
        cells["name"] = f"{cells['name']}（{remark}）"
        truth["note"] = remark
    if has("mark on a name") and often():
        mark = random.choice("*★▲")
        cells["name"] = f"{mark}{cells['name']}"
        words.append(mark)
    elif has("form of address") and often() and "note" not in truth:
        cells["name"] = f"{cells['name']}同志"
        words.append("同志")
    if has("phone as fraction") and often():
        cells["mobile"] = f"{phone}.0"
    elif has("two phones") and often():
        cells["mobile"] = f"{phone}、{make_phone(random)}"
        words.append("旁边的")
    elif has("remark at a phone") and often():
        cells["mobile"] = f"{phone}（微信同号）"
        words.append("微信同号")
    elif has("full-width") and often():
        cells["mobile"] = phone.translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})
    if has("unknown word") and often():
        cells["parties"] = "某某社成员"
        del truth["parties"]
        words.append("某某社成员")
    if has("date without format") and often():
        cells["birth_date"] = (born - date(1899, 12, 30)).days
    elif has("month only") and often():
        cells["birth_date"] = f"{born.year}年{born.month}月"
        del truth["birth_date"]
        words.append("只写到月")
    elif has("date as month.day") and often():
        cells["birth_date"] = f"{born.year}.{born.month}.{born.day}"
    return cells


def make_register(random: Random, traits: frozenset[str]) -> Made:
    has, words, used = traits.__contains__, list[str](), set[str]()
    plan = Plan()
    ticks, grouped = has("grades in tick columns"), has("headings over headings, merged")
    plan.heads = [("案号",), ("案由",), ("提案人",), ("审查结果",), ("承办单位",)]
    plan.heads += [("办理方式",)] if has("roles beside units") else []
    plan.heads += [("答复", "日期"), ("答复", "文号")] if grouped else [("答复日期",), ("答复文号",)]
    plan.heads += [("办理结果",)]
    plan.heads += [("满意程度", each) for each in GRADES.values()] if ticks else [("满意程度",)]
    if has("column nobody knows"):
        plan.heads.append(("经费来源",))
        words.append("经费来源")
    records: list[dict[str, Value]] = []
    for number in range(1, random.randint(4, 7)):
        truth = make_case(random, traits, number, used)
        rows = write_case(random, traits, truth, words)
        if has("ditto") and records:
            rows[0][3] = random.choice(("同上", "〃"))
        start = len(plan.rows)
        plan.rows += rows
        plan.marks += ["record"] + ["more"] * (len(rows) - 1)
        if len(rows) > 1 and has("one case in several rows, merged"):
            plan.merges += [Merge(start, column, start + len(rows) - 1, column) for column in (0, 1)]
        records.append(truth)
    frame_body(random, traits, plan, words)
    return finish(random, traits, plan, records, words)


def make_case(random: Random, traits: frozenset[str], number: int, used: set[str]) -> dict[str, Value]:
    """What is true of a case."""
    replied = date(2026, random.choice((3, 4, 5)), random.randint(4, 28))
    several = any(each.startswith("one case in several rows") for each in traits) and random.random() < 0.6
    truth: dict[str, Value] = {
        "docket_no": f"{number:03d}", "title": f"关于{random.choice(MATTERS)}的建议（{number}）", "sponsor": make_name(random, used),
        "units": random.sample(OFFICES, 2 if several else 1), "replied_on": replied.isoformat(), "reply_no": f"示函{number}号",
        "result_class": random.choice([*CLASSES]), "satisfaction": random.choice([*GRADES]),
    }  # fmt: skip
    return truth


def write_case(random: Random, traits: frozenset[str], truth: dict[str, Value], words: list[str]) -> list[list[Cell]]:
    """Its rows: one, or one for each unit."""
    has = traits.__contains__
    units, sponsor = truth["units"], str(truth["sponsor"])
    assert isinstance(units, list)
    said = CLASSES[str(truth["result_class"])]
    result = random.choice(said) if has("words for classes") else said[0]
    if has("denied words") and random.random() < 0.5:
        result = random.choice(UNDECIDED)
        del truth["result_class"]
        words.append(result)
    replied = date.fromisoformat(str(truth["replied_on"]))
    day: Cell = truth["replied_on"] if isinstance(truth["replied_on"], str) else None
    if has("dates as month.day") and random.random() < 0.6:
        day = float(f"{replied.month}.{replied.day}")
        if replied.day in (10, 20) or replied.day < 4:
            del truth["replied_on"]
            words.append("看不出来")
    elif has("date shown with its zero") and random.random() < 0.6:
        replied = replied.replace(day=random.choice((10, 20)))
        day, truth["replied_on"] = f"{replied.month}.{replied.day}", replied.isoformat()
    number: Cell = str(truth["docket_no"])
    if has("number as text and as number") and random.random() < 0.5:
        number = int(str(truth["docket_no"]))
    if has("proposers with marks") and random.random() < 0.5:
        sponsor = random.choice((f"{sponsor}★", f"{sponsor}委员", f"*{sponsor}", f"{sponsor}（民革）"))
    grade = str(truth["satisfaction"])
    marks: list[Cell] = [None, None, None]
    if has("grades in tick columns"):
        marks = ["√" if code == grade else None for code in GRADES]
        if has("two ticks in one row") and random.random() < 0.5:
            marks = ["√", "√", None]
            del truth["satisfaction"]
            words.append("打了几个勾")
    roles = has("roles beside units")
    rows: list[list[Cell]] = []
    merged = has("one case in several rows, merged")
    for place, unit in enumerate(units):
        first = place == 0
        shown = f"{unit}（{random.randint(2, 9)}件）" if has("count behind a unit") and random.random() < 0.5 else unit
        row: list[Cell] = [number, truth["title"], sponsor, "立案"] if first else [None] * 4  # type: ignore[list-item]
        if not first and not merged and random.random() < 0.5:
            row[0], row[1] = number, str(truth["title"])
        row += [shown, *(["主办" if first else "会办"] if roles else [])]
        row += [day, str(truth["reply_no"]), result] if first else [None] * 3
        row += marks if has("grades in tick columns") and first else [GRADES[grade] if first else None]
        if has("grades in tick columns") and not first:
            row += [None, None]
        row += ["县财政"] if has("column nobody knows") else []
        rows.append(row)
    return rows


def frame_body(random: Random, traits: frozenset[str], plan: Plan, words: list[str]) -> None:
    """Rows that are no records: empty ones, headings again, groups, totals and notes."""
    has, width = traits.__contains__, len(plan.heads)

    def put(at: int, row: list[Cell]) -> None:
        plan.rows.insert(at, row + [None] * (width - len(row)))
        plan.marks.insert(at, "")
        plan.merges = [
            Merge(area.top + 1, area.left, area.bottom + 1, area.right) if area.top >= at else area
            for area in plan.merges
        ]

    def between() -> int:
        places = [at for at, mark in enumerate(plan.marks) if mark == "record" and at]
        return random.choice(places) if places else len(plan.rows)

    if has("empty rows"):
        put(between(), [])
    if has("headings again"):
        put(between(), [path[-1] for path in plan.heads])
    if has("groups"):
        at = between()
        put(at, [None, "一、教育组（3人）"])
        words.append("一、教育组")
    if has("total at the foot"):
        put(len(plan.rows), ["合计", f"{len(plan.rows)}"])
        words.append("合计")
    if has("note at the foot"):
        put(len(plan.rows), ["注：★为新任委员"])
        words.append("新任委员")


def finish(
    random: Random, traits: frozenset[str], plan: Plan, records: Sequence[dict[str, Value]], words: list[str]
) -> Made:
    """The plan as a sheet."""
    has = traits.__contains__
    two = any(len(path) > 1 for path in plan.heads)
    merged = two and not has("headings over headings, not merged")
    width = len(plan.heads)
    top: list[list[Cell]] = []
    merges: list[Merge] = []
    if has("title above"):
        top.append(["政协示例县委员会名单", *[None] * (width - 1)])
        merges.append(Merge(1, 0, 1, width - 1))
    head = len(top) + 1
    groups = [path[0] for path in plan.heads]
    shown = [
        each if not at or len(plan.heads[at]) == 1 or groups[at - 1] != each else None for at, each in enumerate(groups)
    ]
    top.append([*shown])
    if two:
        top.append([path[1] if len(path) > 1 else None for path in plan.heads])
        if merged:
            merges += [Merge(head, at, head + 1, at) for at, path in enumerate(plan.heads) if len(path) == 1]
            for each in dict.fromkeys(path[0] for path in plan.heads if len(path) > 1):
                places = [at for at, path in enumerate(plan.heads) if path[0] == each]
                merges.append(Merge(head, places[0], head, places[-1]))
    offset = len(top)
    merges += [Merge(a.top + offset + 1, a.left, a.bottom + offset + 1, a.right) for a in plan.merges]
    if has("column without heading"):
        for row in (*top, *plan.rows):
            row.append(None)
        plan.rows[0][-1] = "另记"
        words.append("没有标题")
    if has("merged downwards"):
        merges += merge_equal(plan, offset)
    told, expected = iter(records), dict[int, dict[str, Value]]()
    for at, mark in enumerate(plan.marks):
        if mark == "record":
            expected[at + offset + 1] = next(told)
    hidden_rows, hidden_columns = (), ()
    if has("hidden row"):
        hidden_rows = (random.choice([*expected]),)
        words.append(f"第 {hidden_rows[0]} 行")
    if has("hidden column"):
        hidden_columns = (2,)
        words.append("C 列")
    rows = tuple(tuple(row) for row in (*top, *plan.rows))
    return Made(SourceSheet("表", ("表",), rows, 1, tuple(merges), hidden_rows, hidden_columns), expected, words)


def merge_equal(plan: Plan, offset: int) -> list[Merge]:
    """界别 of neighbours who have the same, as one cell."""
    column = next((at for at, path in enumerate(plan.heads) if path == ("界别",)), None)
    found: list[Merge] = []
    at = 0
    while column is not None and at < len(plan.rows):
        end = at
        while (
            end + 1 < len(plan.rows) and plan.marks[end] == plan.marks[end + 1] == "record"
            and plan.rows[end + 1][column] == plan.rows[at][column] not in ("同上", "〃", None)
        ):  # fmt: skip
            end += 1
            plan.rows[end][column] = None
        if end > at:
            found.append(Merge(at + offset + 1, column, end + offset + 1, column))
        at = end + 1
    return found
