"""What a new office does about the units first."""

from __future__ import annotations

from cppcc_desktop.domain.description.agenda import FirstStep

FIRST_STEP = FirstStep(
    order=2, module="units", title="承办单位", button="导入单位表", by_import=True,
    words="有单位名称的表就能导入；交办提案时从这里选。",
)  # fmt: skip
