"""承办单位考核: a page of its own, opened from the proposals."""

from __future__ import annotations

from collections.abc import Sequence

from ui.face import Face
from ui.kit.window.page import Page
from ui.session import Session


def make_page(session: Session) -> Page:
    from ui.scores.page import ScorePage

    return ScorePage(session, "assessments", nav="proposals", help="13-承办单位的办理表和考核")


def give_pages() -> Sequence[object]:
    from ui.kit.window.page import OwnPage

    return [OwnPage(key="assessments", words="承办单位考核…", beside="proposals", make=make_page)]


FACE = Face(name="assessments", parts={"OwnPage": give_pages})
