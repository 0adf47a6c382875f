"""Pictures of stations, what is done there, and the first page of a station's own program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QColor, QImage, QPainter

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.attachments import attach_files
from cppcc_desktop.services.records.children import add_rows
from cppcc_desktop.services.records.records import Query, list_ids
from cppcc_desktop.services.records.sheets import read_sheet
from ui.records.page import RecordPage
from ui.session import Siblings

if TYPE_CHECKING:
    from tests.shots import Album

DUTIES = (
    {"date": "2026-06-10", "mode": "坐诊", "starts_at": "9:00", "ends_at": "11:30", "persons": "郑晓禾"},
    {"date": "2026-06-17", "mode": "出诊", "place": "茶坪村", "persons": "吕方舟"},
    {"date": "2026-06-24", "mode": "坐诊"},
)
FUNCTION = {"function": "书吧", "since": "2022-03-01", "until": "2024-12-31"}


def prepare_stations(office: Office, actor: Actor, folder: Path) -> None:
    """A station with photos of its ground, a roster, and a function it has no more."""
    station = second_station(office, actor)
    photos = [draw_photo(folder / f"照片{number}.jpg", number) for number in range(5)]
    for number, row in enumerate(read_sheet(office, actor, "station_check", station).rows.values()):
        count = number % 3 + 1
        attach_files(office, actor, "station_check", row.id, [photos[(number + each) % 5] for each in range(count)])
    add_rows(office, actor, "station_duty", station, DUTIES)
    add_rows(office, actor, "station_function", station, [FUNCTION])


def second_station(office: Office, actor: Actor) -> str:
    return list_ids(office, actor, office.modules["stations"], Query(order=("code",)))[1]


def draw_photo(path: Path, number: int) -> Path:
    """A house on a meadow: nobody's photo."""
    picture = QImage(800, 600, QImage.Format.Format_RGB32)
    picture.fill(QColor.fromHsv(205, 60 + 20 * number, 235))
    painter = QPainter(picture)
    painter.fillRect(0, 420, 800, 180, QColor.fromHsv(90 + 12 * number, 110, 150))
    painter.fillRect(220, 240, 360, 220, QColor("#C9B79C"))
    painter.fillRect(190, 190, 420, 60, QColor("#46607F"))
    painter.fillRect(360, 340, 80, 120, QColor("#7A5C3E"))
    painter.end()
    assert picture.save(str(path))
    return path


class StationPictures:
    """Walks through the screens of stations, receptions, activities and projects; the album saves them."""

    def __init__(self, album: Album) -> None:
        self.album, self.window = album, album.window
        self.office, self.actor = album.session.office, album.session.actor

    @property
    def page(self) -> Any:
        return self.window.stack.currentWidget()

    def all(self) -> None:
        """Every screen in the order of the sidebar."""
        station = second_station(self.office, self.actor)
        self.album.take("26a-联络站记录", lambda: self.show_tab("stations", station, "station_check"))
        self.album.take("26b-覆盖和目标", lambda: self.window.show_page("coverage"))
        self.album.take("26c-考核和星级", lambda: self.window.show_page("stars"))
        self.album.take("27a-接待登记", lambda: self.window.begin_record("receptions"))
        meeting, *_ = list_ids(
            self.office, self.actor, self.office.modules["activities"], Query(order=("type", "-date"))
        )
        self.album.take("28a-签到", lambda: self.show_tab("activities", meeting, "attendance"))
        self.album.take("29a-项目", lambda: self.window.show_page("projects"))

    def show_tab(self, module: str, record: str, tab: str) -> None:
        self.window.show_record(module, record, Siblings(back=self.office.modules[module].label))
        self.album.rest()
        page = self.page
        assert isinstance(page, RecordPage)
        page._show_tab(tab)


def take_station_home(album: Album) -> None:
    """The first page of a station's own program."""
    album.take("30a-联络站工作台", lambda: album.window.show_page("home"))
