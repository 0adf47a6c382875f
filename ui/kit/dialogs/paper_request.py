"""What a paper needs to know besides its records: which plenary, which year, from when until when, printed how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QWidget

from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.office.office import Plenary
from cppcc_desktop.services.forms.printing import Ask, Form, PaperRequest
from cppcc_desktop.services.records.records import current_plenary, list_plenaries
from ui.kit.dialogs.entry_dialog import EntryDialog, ShortForm
from ui.session import Session

FIELDS = {
    Ask.PLENARY: (Field(name="plenary", label="会议", required=True),),
    Ask.YEAR: (Field(name="year", label="年份", kind=Kind.INTEGER, required=True),),
    Ask.PERIOD: (
        Field(name="since", label="从哪天", kind=Kind.DATE, required=True),
        Field(name="until", label="到哪天", kind=Kind.DATE, required=True),
    ),
    Ask.VARIANT: (Field(name="variant", label="印成", required=True),),
}


def ask_request(
    session: Session, form: Form, proposed: PaperRequest, parent: QWidget, then: Callable[[PaperRequest], None]
) -> None:
    """Asks what the form asks for besides records and conditions, and goes on unless the user turned away."""
    if not any(ask in FIELDS for ask in form.asks):
        then(proposed)
        return
    office, actor = session.office, session.actor

    def read() -> tuple[str, list[str]]:
        return (current_plenary(office), list_plenaries(office, actor)) if Ask.PLENARY in form.asks else ("", [])

    def show(found: tuple[str, list[str]]) -> None:
        given = show_dialog(session, form, proposed, found, parent)
        if given is not None:
            then(given)

    session.read(read, show, parent)


def show_dialog(
    session: Session, form: Form, proposed: PaperRequest, plenaries: tuple[str, list[str]], parent: QWidget
) -> PaperRequest | None:
    current, keys = plenaries
    fields = [field for ask in form.asks for field in FIELDS.get(ask, ())]
    today = session.office.today()
    values = {
        "plenary": proposed.plenary or current, "year": today.year, "since": f"{today.year}-01-01",
        "until": today.isoformat(), "variant": form.choose_variant(proposed.variant),
    }  # fmt: skip
    asked = ShortForm(
        form.label, fields, proposed={each.name: values[each.name] for each in fields},
        choices={"plenary": [(key, Plenary.parse(key).label) for key in keys], "variant": form.variants},
        required=[each.name for each in fields], button="预览",
    )  # fmt: skip
    return EntryDialog(session, asked, lambda entered: take_entered(proposed, entered), parent).run()


def take_entered(proposed: PaperRequest, entered: Mapping[str, object]) -> PaperRequest:
    """The request with what was typed; Refusal for a year or a period that is none."""
    told = {name: value for name, value in entered.items() if value not in (None, "")}
    year = int(str(told.get("year", 0)))
    if "year" in told and not 1949 <= year <= date.max.year:
        raise Refusal(f"没有{year}年这样的年份。", missing=("year",), todo="写成四位数字，例如 2026。")
    since, until = str(told.get("since", "")), str(told.get("until", ""))
    if since > until:
        raise Refusal("起止日期颠倒了。", missing=("until",), todo="到哪天要在从哪天之后。")
    plenary, variant = (str(told.get(name, getattr(proposed, name))) for name in ("plenary", "variant"))
    return replace(proposed, plenary=plenary, year=year, since=since, until=until, variant=variant)
