"""The three kinds of records behind a score sheet. Their names are those of the noun that hands the sheet in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Scope


@dataclass(frozen=True)
class ScoreEntities:
    """Lines of the sheet by year, what was entered by hand, and results. `subject` is the field that says whose."""

    subject: str
    item: Entity
    entry: Entity
    result: Entity

    def __iter__(self) -> Iterator[Entity]:
        return iter((self.item, self.entry, self.result))


def make_score_entities(
    subject: Entity, *, names: tuple[str, str, str], labels: tuple[str, str, str], award: str, figures: str = "",
    entries: Scope = Scope.COUNTY, results: Scope = Scope.COUNTY, counter: str = "",
) -> ScoreEntities:  # fmt: skip
    """Item, entry and result for a sheet about records of `subject`.

    `award` is what a subject can be made besides its grade. `figures` names the code list of the figures, where the
    office may call them otherwise. With `entries` of the own scope places write their 自评 themselves; `results` that
    are `ref` reach every place once the year is final.
    """
    whose = Field(name=subject.name, label=subject.label, kind=Kind.REFERENCE, target=subject.name, required=True)
    year = Field(name="year", label="年度", kind=Kind.INTEGER, required=True)
    item, entry, result = names
    return ScoreEntities(
        subject.name,
        Entity(
            name=item, label=labels[0], counter="项", scope=Scope.REF, title="label", fields=item_fields(figures),
            indexes=(("year", "code"),), permission="account",
        ),
        Entity(
            name=entry, label=labels[1], counter="条", scope=entries, title="reason",
            owner=subject.name if entries is Scope.OWN else "", fields=(whose, year, *entry_fields()),
            indexes=(("year", subject.name),),
        ),
        Entity(
            name=result, label=labels[2], counter=counter or subject.counter, scope=results, title=subject.name,
            fields=(whose, year, *result_fields(award)), indexes=(("year", subject.name),),
        ),
    )  # fmt: skip


def item_fields(figures: str) -> tuple[Field, ...]:
    return (
        Field(name="year", label="起用年度", kind=Kind.INTEGER, required=True),
        Field(name="code", label="代码", limit=40, required=True),
        Field(name="label", label="项目", limit=60, required=True),
        Field(name="kind", label="种类", kind=Kind.CODE, codes="score_kind", required=True),
        Field(name="figure", label="取数", kind=Kind.CODE if figures else Kind.TEXT, codes=figures),
        Field(name="points", label="分值", limit=10),
        Field(name="full_at", label="满分线", limit=10),
        Field(name="step", label="每次分值", limit=10),
        Field(name="cap", label="最多", limit=10),
        Field(name="order", label="次序", kind=Kind.INTEGER),
        Field(name="standard", label="标准", kind=Kind.LONG_TEXT, limit=500),
    )


def entry_fields() -> tuple[Field, ...]:
    """A plus or minus has times and a reason, a judged line own and given points."""
    return (
        Field(name="item", label="项目", limit=40, required=True),
        Field(name="times", label="次数", kind=Kind.INTEGER),
        Field(name="reason", label="事由", limit=200),
        Field(name="by", label="登记人", limit=60, editable=False, county=True),
        Field(name="points", label="核定", limit=10, editable=False, county=True),
        Field(name="own_points", label="自评", limit=10),
        Field(name="own_words", label="自评说明", kind=Kind.LONG_TEXT, limit=500),
        Field(name="own_by", label="自评人", limit=60, editable=False),
        Field(name="evidence", label="依据", kind=Kind.TEXTS, limit=80),
    )


def result_fields(award: str) -> tuple[Field, ...]:
    """A result without `fixed_on` only keeps what was corrected before the year became final; none is typed by hand."""
    return (
        Field(name="points", label="得分", limit=10, editable=False),
        Field(name="rank", label="名次", kind=Kind.INTEGER, editable=False),
        Field(name="grade", label="等次", limit=20, editable=False),
        Field(name="award", label=award, kind=Kind.BOOLEAN, editable=False),
        Field(name="detail", label="明细", kind=Kind.LONG_TEXT, limit=100_000, found=False, editable=False),
        Field(name="fixed_on", label="定稿日期", kind=Kind.DATE, editable=False),
        Field(name="corrected_points", label="更正的得分", limit=10, editable=False),
        Field(name="corrected_grade", label="更正的等次", limit=20, editable=False),
        Field(name="reason", label="更正理由", limit=200, editable=False),
        Field(name="by", label="更正人", limit=60, editable=False),
    )
