"""No picture is lost: what is gone or called otherwise is changed in tests/golden/pictures.txt, and read there."""

from __future__ import annotations

from tests.house.pictures import LIST, find_missing, list_pictures
from tests.house.tree import read_lines


def test_every_picture_is_still_declared() -> None:
    assert find_missing(list_pictures()) == []


def test_pictures_of_modules_are_among_them() -> None:
    assert {"2a-提案列表", "2b-委员记录", "19c-交办"} <= list_pictures()
    assert len(list(read_lines(LIST))) > 50


def test_one_that_is_gone_is_told() -> None:
    assert find_missing(list_pictures() - {"12-打印预览"}) == ["12-打印预览"]
