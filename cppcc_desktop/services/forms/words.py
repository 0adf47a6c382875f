"""How forms write what records keep: dates, headings, file names."""

from __future__ import annotations

import re
from datetime import date

from cppcc_desktop.domain.office.office import Plenary, chinese_number
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.summary import read_committee


def safe_name(text: str) -> str:
    """A file name that every file system takes: no reserved characters, at most 60 characters."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", text)[:60].strip(" .")


def plenary_heading(office: Office, key: str) -> str:
    """政协示例县第十届委员会第三次会议."""
    name = read_committee(office).name
    if not key:
        return name
    plenary = Plenary.parse(key)
    head = name.removesuffix("委员会")
    return f"{head}第{chinese_number(plenary.term)}届委员会第{chinese_number(plenary.number)}次会议"


def county_name(office: Office) -> str:
    """示例县, of 政协示例县委员会; empty if the committee is called otherwise."""
    found = re.fullmatch(r"(?:政协|中国人民政治协商会议)(.+[县市区旗])委员会", read_committee(office).name)
    return found[1] if found else ""


def long_date(text: str) -> str:
    """2026-03-05 → 2026年3月5日, as GB/T 9704 writes it."""
    if not text:
        return ""
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"
