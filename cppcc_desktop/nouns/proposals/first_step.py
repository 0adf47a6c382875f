"""The first case of a new office."""

from __future__ import annotations

from cppcc_desktop.domain.description.agenda import FirstStep

FIRST_STEP = FirstStep(
    order=3, module="proposals", title="第一件提案", button="新建提案",
    words="名册和单位好了，写提案时只打拼音首字母就行。",
)  # fmt: skip
