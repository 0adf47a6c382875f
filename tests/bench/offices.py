"""Databases to measure on: made by the program, filled by the shortest way there is."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.characters.readings import pinyin_key
from cppcc_desktop.characters.strokes import stroke_key
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.opening import Surroundings, create_office
from tests.bench.figures import PASSWORD, USER

NOW = "2026-06-08T07:42:00.000+00:00"
ACTOR = Actor(USER, "admin", "county")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗单区查解仇"
GIVEN = "安邦昌德恩福光海建金兰明宁平清荣山涛文小晓新学雪雅玉云志中子飞雄信"
PLACES = ("城南", "老旧小区", "公交站", "农贸市场", "卫生院", "学校门口", "河道", "村道", "菜场", "文化站")
MATTERS = (
    "加装电梯",
    "停车难",
    "路灯不亮",
    "垃圾分类",
    "噪声扰民",
    "就医排队",
    "车次太少",
    "井盖破损",
    "种粮补贴",
    "托育",
)


def read_now() -> datetime:
    return datetime.fromisoformat(NOW).astimezone(UTC)


def make_office(path: Path) -> Office:
    """A new county office."""
    return create_office(
        path, FEATURES, kind="county", name="政协示例县委员会", plenary=Plenary(10, 3), user=USER, password=PASSWORD,
        clock=read_now, anchors=path.parent / "anchors",
    )  # fmt: skip


def reopen(path: Path) -> Office:
    return Surroundings(FEATURES, read_now, path.parent).open(path)


def make_name(dice: random.Random) -> str:
    return dice.choice(SURNAMES) + "".join(dice.choices(GIVEN, k=dice.choice((1, 2, 2, 2))))


def make_text(dice: random.Random, length: int) -> str:
    """A text of so many characters about matters of a county."""
    parts: list[str] = []
    while sum(map(len, parts)) < length:
        parts.append(f"{dice.choice(PLACES)}{dice.choice(MATTERS)}，{dice.randrange(10_000)}户反映。")
    return "".join(parts)[:length]


def make_members(count: int, dice: random.Random) -> Iterator[tuple[Any, ...]]:
    """Rows of table member: id, name, its keys, sex, birth, post, phone, scope, changed_at."""
    for number in range(count):
        name = make_name(dice)
        yield (f"{number:032x}", name, pinyin_key(name, {}), stroke_key(name), str(1 + number % 2),
               f"{1950 + number % 50}-{1 + number % 12:02d}-{1 + number % 28:02d}", f"县第{number % 997}单位第{number}室",
               f"1{3 + number % 6}{number:09d}", "ref", NOW)  # fmt: skip


MEMBER_COLUMNS = (
    "id",
    "name",
    "name_pinyin",
    "name_strokes",
    "sex",
    "birth_date",
    "post",
    "mobile",
    "scope",
    "changed_at",
)


def make_proposals(count: int, dice: random.Random) -> Iterator[tuple[Any, ...]]:
    """Rows of table proposal, spread over twenty plenaries."""
    for number in range(count):
        plenary, day = number % 20, f"2026-{1 + number % 12:02d}-{1 + number % 28:02d}"
        yield (f"f{number:031x}", f"{number // 20 % 1000:03d}" if number % 7 else None, f"{2007 + plenary}-{number:07d}",
               f"关于改善{dice.choice(PLACES)}{dice.choice(MATTERS)}第 {number} 号情况的建议", str(1 + number % 7),
               f"{1 + number % 12:02d}", f"{7 + plenary // 5:02d}-{1 + plenary % 5:02d}",
               dice.choice(("in_hand", "replied", "closed", "draft", "received")), day if number % 5 else None, day,
               "county", NOW)  # fmt: skip


PROPOSAL_COLUMNS = (
    "id", "docket_no", "intake_no", "title", "form", "category", "plenary", "state", "due_on", "received_on", "scope",
    "changed_at",
)  # fmt: skip


def load_rows(path: Path, table: str, columns: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> None:
    """Fill a table past the program, its indexes made afterwards."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
    indexes = connection.execute(query, (table,)).fetchall()
    for name, _ in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    marks, names = ", ".join("?" * len(columns)), ", ".join(columns)
    connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
    for _, made in indexes:
        connection.execute(made)
    connection.commit()
    connection.close()
