"""The form builder: what goes in comes out; a new field is there by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.nouns.members.entity import MEMBER, MEMBERS
from cppcc_desktop.services.office.codes import Code, CodeLists
from tests.ui.offices import put
from ui.kit.inputs.editors import make_editor
from ui.kit.inputs.record_form import RecordForm, as_typed
from ui.kit.inputs.reference_field import ReferenceField, SuggestionList
from ui.lists.looks import Look, make_columns
from ui.theme import Theme, apply_theme

UNITS = ("县教育局", "县卫健局", "县水利局")
CODES = CodeLists([("unit", Code(str(at), word, False)) for at, word in enumerate(UNITS)]
                  + [("unit", Code("9", "县体改办", True))])  # fmt: skip
SAMPLES: dict[Kind, list[Any]] = {
    Kind.TEXT: [None, "䶮𬱖", "示" * 107], Kind.LONG_TEXT: [None, "一\n二\n\n三", "长" * 3000],
    Kind.DATE: [None, "2026-03-05"], Kind.INTEGER: [None, 0, 12], Kind.BOOLEAN: [None, True, False],
    Kind.CODE: [None, "0", "9", "从没见过"], Kind.CODES: [None, ["1", "0"]], Kind.TEXTS: [None, ["常委", "副主席"]],
    Kind.REFERENCE: [None, "a" * 32], Kind.REFERENCES: [None, ["a" * 32, "b" * 32]],
}  # fmt: skip


def spec_of(kind: Kind, **more: Any) -> Field:
    coded, refers = kind in (Kind.CODE, Kind.CODES), kind in (Kind.REFERENCE, Kind.REFERENCES)
    return Field(
        name="x", label="项", kind=kind, codes="unit" if coded else "", target="member" if refers else "", **more
    )


def make_form(qtbot: QtBot, *fields: Field) -> RecordForm:
    form = RecordForm(fields, CODES, lambda _k, _t, show: show([]), lambda _n, show: show("13900001111"))
    qtbot.addWidget(form)
    form.show()
    return form


def words_of(value: Any) -> str:
    return "、".join("甲乙丙"[at] for at in range(len(value))) if isinstance(value, list) else "甲" if value else ""


@pytest.mark.parametrize("kind", SAMPLES)
def test_what_is_put_is_given_back_and_is_no_change(qtbot: QtBot, kind: Kind) -> None:
    form = make_form(qtbot, spec_of(kind))
    for value in [*SAMPLES[kind], None]:
        form.put({"x": value}, {"x": words_of(value)})
        assert form.changes() == {}
        assert as_typed(form.editors["x"].value()) == as_typed(value)
        form.renew({"x": value}, {"x": words_of(value)})
        assert form.changes() == {}


def test_a_masked_value_is_given_back_whole(qtbot: QtBot) -> None:
    form = make_form(qtbot, spec_of(Kind.TEXT, sensitive=True))
    form.put({"x": "13900001111"}, {})
    assert form.editors["x"].line.text() == "139****1111" and form.changes() == {}
    form.editors["x"].button.click()
    assert form.editors["x"].line.text() == "13900001111" and form.changes() == {}


def test_names_that_do_not_match_their_ids_lose_nobody(qtbot: QtBot) -> None:
    form = make_form(qtbot, spec_of(Kind.REFERENCES))
    form.put({"x": ["a", "b"]}, {"x": "只有一个名字"})
    assert form.editors["x"].value() == ["a", "b"] and form.changes() == {}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\xa0"), max_size=80))
def test_any_text_survives(qtbot: QtBot, text: str) -> None:
    for kind in (Kind.TEXT, Kind.LONG_TEXT):
        editor = make_editor(spec_of(kind), CODES, lambda *_: None, lambda *_: None)
        editor.put(text.strip() or None)
        assert as_typed(editor.value()) == as_typed(text)
        editor.deleteLater()


def test_a_new_field_is_in_form_and_list_by_itself(qtbot: QtBot) -> None:
    fields = (*MEMBER.fields, Field(name="hobby", label="爱好", width=80, group="其他"))
    module = replace(MEMBERS, entity=replace(MEMBER, fields=fields), columns=(*MEMBERS.columns, "hobby"))
    form = make_form(qtbot, *(spec for spec in module.fields if spec.name in ("name", "hobby")))
    form.put({"name": "郑晓禾", "hobby": "书法"}, {})
    assert form.editors["hobby"].value() == "书法" and form._labels["hobby"].text() == "爱好"
    assert make_columns(module, Look(module="members"))[-1].label == "爱好"


def test_typed_while_reading_is_kept_and_the_rest_renewed(qtbot: QtBot) -> None:
    form = make_form(qtbot, Field(name="a", label="甲"), Field(name="b", label="乙"))
    form.put({"a": "1", "b": "2"}, {})
    form.editors["a"].setText("typed")
    form.renew({"a": "9", "b": "8"}, {})
    assert form.editors["a"].text() == "typed" and form.editors["b"].text() == "8"
    assert form.changes() == {"a": "typed"}
    form.take_saved({"a": "typed"})
    assert form.changes() == {}


def test_labels_and_boxes_stand_in_one_line_at_every_size(qtbot: QtBot, qapp: QApplication) -> None:
    form = make_form(qtbot, spec_of(Kind.TEXT), replace(spec_of(Kind.BOOLEAN), name="b"),
                     replace(spec_of(Kind.CODES), name="c"), replace(spec_of(Kind.CODE), name="d", required=True))  # fmt: skip
    form.put({"c": ["0"]}, {})
    for theme in (Theme(), Theme(1.25), Theme(1.5), Theme(2.0), Theme(1.0, high_contrast=True)):
        apply_theme(qapp, theme)
        form.resize(700, 400)
        QTest.qWait(20)
        for name in "xbcd":
            first = form._boxes[name].y()
            assert form._labels[name].geometry().center().y() == pytest.approx(first + theme.px(32) / 2, abs=2)
        tick = form.editors["b"].mapTo(form, form.editors["b"].rect().center()).y()
        assert tick == pytest.approx(form._boxes["b"].y() + theme.px(32) / 2, abs=2)
        assert theme.tokens["accent"] in form._labels["d"].text()


def test_an_error_stands_below_its_field_and_goes_when_it_is_mended(qtbot: QtBot) -> None:
    form = make_form(qtbot, *(replace(spec_of(kind), name=kind.value) for kind in SAMPLES))
    for kind in SAMPLES:
        assert form.show_error(kind.value, "写成 2026-03-05 这样。")
        assert form._boxes[kind.value]._line.isVisible()
    assert not form.show_error("photo", "没有这一栏")
    QTest.keyClicks(form.editors["text"], "x")
    assert not form._boxes["text"]._line.isVisible()
    form.clear_errors()
    assert not any(form._boxes[kind.value]._line.isVisible() for kind in SAMPLES)


def test_pinyin_initials_pick_in_a_choice_and_in_a_menu(qtbot: QtBot) -> None:
    form = make_form(qtbot, spec_of(Kind.CODE), replace(spec_of(Kind.CODES), name="m"))
    box = form.editors["x"]
    QTest.keyClicks(box, "xwjj")
    assert box.currentText() == "县卫健局" and form.changes() == {"x": "1"}
    menu = form.editors["m"]._adder.menu()
    menu.popup(form.mapToGlobal(form.rect().center()))
    QTest.keyClicks(menu, "xslj")
    assert menu.activeAction().text() == "县水利局"
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert form.editors["m"].value() == ["2"]


def test_the_wheel_changes_no_choice_without_the_focus(qtbot: QtBot) -> None:
    form = make_form(qtbot, Field(name="a", label="甲"), spec_of(Kind.CODE))
    form.put({"x": "1"}, {})
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent

    event = QWheelEvent(QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
                        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(form.editors["x"], event)
    assert form.changes() == {}


def test_forty_people_fit_and_each_can_be_taken_off(qtbot: QtBot) -> None:
    form = make_form(qtbot, spec_of(Kind.REFERENCES))
    ids = [f"{at:032x}" for at in range(40)]
    form.resize(900, 600)
    form.put({"x": ids}, {"x": "、".join(f"委员{at}" for at in range(40))})
    QTest.qWait(20)
    editor = form.editors["x"]
    assert all(editor.rect().contains(chip.geometry()) for chip in editor._chips)
    editor._chips[3].removed.emit()
    assert editor.value() == [*ids[:3], *ids[4:]] and form.changes()


def test_suggestions_go_with_their_field(qtbot: QtBot) -> None:
    form = make_form(qtbot, spec_of(Kind.REFERENCE))
    field = form.editors["x"]
    assert isinstance(field, ReferenceField)
    form.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is form)
    field.setFocus()
    field._offer([("a", "郑晓禾 · 医药卫生界"), ("b", "郑远可")])
    assert isinstance(field._popup, SuggestionList) and field._popup.isVisible()
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (field.value(), field.text()) == ("b", "郑远可")
    field.clearFocus()
    assert not field._popup.isVisible()


def test_a_field_of_one_kind_alone_is_asked_for_there(qtbot: QtBot) -> None:
    """集体名称 stood in the form of a personal proposal. What is filled in is shown whatever was chosen."""
    kind = Field(name="kind", label="形式", kind=Kind.CODE, codes="unit")
    group_of = Field(name="group", label="集体名称", only_with=("kind", "collective"))
    fields = [kind, group_of, Field(name="other", label="别的")]
    codes = CodeLists([("unit", Code("0", "个人")), ("unit", Code("1", "集体", traits=frozenset({"collective"})))])
    form = RecordForm(fields, codes, lambda *_: None, lambda *_: None)
    form.put({}, {})
    qtbot.addWidget(form)
    form.show()
    choice, group = form.editors["kind"], form.editors["group"]
    assert not group.isVisible()
    for word, shown in (("集体", True), ("个人", False), ("集体", True)):
        put(choice, word)
        assert group.isVisible() is shown
    put(group, "民盟县支部")
    put(choice, "个人")
    assert group.isVisible()
    form.hold_back(["other"])
    assert not form.editors["other"].isVisible()
    form.release(["other"])
    assert form.editors["other"].isVisible()
