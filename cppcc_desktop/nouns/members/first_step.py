"""What a new office does about its members first."""

from __future__ import annotations

from cppcc_desktop.domain.description.agenda import FirstStep

FIRST_STEP = FirstStep(
    order=1, module="members", title="委员名册", button="导入名册", by_import=True,
    words="手头的 Excel 名册直接导入，第一行有没有表头都认得。",
)  # fmt: skip
