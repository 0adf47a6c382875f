"""340 Word files made from a description of traits: each text comes out in its field or is named in a doubt, never twice."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cppcc_desktop.importers.documents.documents import read_document
from cppcc_desktop.nouns.proposals.files.text import ProposalText, recognise
from tests.nouns.proposals.generated_papers import TRAITS, Paper, draw_traits, make_paper

LEAST, PAPERS = 20, 340
SET_OTHERWISE = {"joint: one label for all", "joint: table of people", "joint: cells reaching down"}
STEADY = settings(
    max_examples=PAPERS, derandomize=True, deadline=None, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip


def check(found: ProposalText, paper: Paper, traits: set[str]) -> None:
    people = [each.name for each in (*([found.first] if found.first else []), *found.joint)]
    told = " ".join(found.doubts)
    assert found.value("title") == paper.title, traits
    assert people == [paper.first, *paper.joint], traits
    assert found.value("analysis").split("\n") == paper.analysis, traits
    assert found.value("suggestions").split("\n") == paper.suggestions, traits
    assert found.value("submitted_on") == ("2026-01-08" if "date at the end" in traits else ""), traits
    if "sector and phone beside the name" in traits and not traits & SET_OTHERWISE:
        assert found.first and (found.first.sector, found.first.phone) == ("农业界", "13900001111"), traits
    held = " ".join([*(part.value for part in found.parts.values()), *people])
    for text in paper.left:
        assert text in told, (text, traits)
        assert text not in held, (text, traits)
    for text in paper.silent:
        assert text not in held, (text, traits)
    for text in (paper.title, *paper.analysis, *paper.suggestions):
        assert text not in told, (text, traits)
        assert held.count(text) == 1, (text, traits)
    assert not re.search("yīn|PAGE", held + told), traits


def test_papers(tmp_path: Path) -> None:
    drawn: Counter[str] = Counter()

    @STEADY
    @given(st.integers(0, 2**40))
    def run(seed: int) -> None:
        random = Random(seed)
        traits = draw_traits(random)
        drawn.update(traits)
        paper, path = make_paper(random, traits, tmp_path)
        answer = read_document(path.read_bytes())
        check(recognise(answer["blocks"], date(2026, 6, 8), answer["notes"]), paper, traits)

    run()
    print()
    for name in TRAITS:
        print(f"{drawn[name]:5} {name}")
    assert min(drawn[name] for name in TRAITS) >= LEAST
