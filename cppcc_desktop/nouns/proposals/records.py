"""What is recorded while a 提案 is handled: one entity per kind of record (domain.md §3)."""

from __future__ import annotations

from cppcc_desktop.domain.cases.steps import make_steps
from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Scope

_OF = Field(name="proposal", label="提案", kind=Kind.REFERENCE, target="proposal", required=True, editable=False)
_ON = Field(name="date", label="日期", kind=Kind.DATE, required=True, past=True)
_UNIT = Field(name="unit", label="承办单位", kind=Kind.REFERENCE, target="unit", width=128)
_FROM_PAPER = Field(name="transcribed", label="代录", kind=Kind.BOOLEAN, hint="照纸质材料登记的打勾。")
_ROUND = Field(name="round", label="第几轮", kind=Kind.INTEGER, editable=False)


def _records(name: str, label: str, counter: str, title: str, *fields: Field, **more: object) -> Entity:
    """A kind of record that belongs to a proposal and is found through it."""
    indexes = (("proposal",), *(((each.name,)) for each in fields if each.name == "unit"))
    return Entity(
        name=name, label=label, counter=counter, title=title, scope=Scope.OWN, owner="proposal", found=True,
        day="date", fields=(_OF, *fields), indexes=indexes, **more,  # pyright: ignore[reportArgumentType]
    )  # fmt: skip


STEP = make_steps("step", _OF)

REVIEW = _records(
    "review", "审查", "次", "stage",
    _ON,
    Field(name="stage", label="审次", kind=Kind.CODE, codes="review_stage"),
    Field(name="reviewer", label="审查人", limit=60, actor=True),
    Field(name="qualified", label="资格符合", kind=Kind.BOOLEAN),
    Field(name="well_formed", label="格式符合", kind=Kind.BOOLEAN),
    Field(name="sound", label="内容符合", kind=Kind.BOOLEAN),
    Field(name="opinion", label="审查意见", kind=Kind.LONG_TEXT, limit=2000, phrases="review_phrase"),
    Field(name="suggested_lead", label="建议主办", kind=Kind.REFERENCE, target="unit"),
    Field(name="suggested_assist", label="建议会办", kind=Kind.REFERENCES, target="unit"),
    Field(name="suggest_key", label="建议列为重点", kind=Kind.BOOLEAN),
    Field(name="conclusion", label="结论", limit=40, editable=False, found=False),
    Field(name="ground", label="不予立案理由", kind=Kind.CODE, codes="decline_ground"),
    Field(name="onward", label="转送去向", kind=Kind.CODE, codes="decline_onward"),
    _FROM_PAPER,
)  # fmt: skip

# One row for each unit a case is handed to; what happened to it and when stands in the steps.
ASSIGNMENT = _records(
    "assignment", "承办", "件", "unit",
    Field(name="date", label="交办日期", kind=Kind.DATE, required=True, width=104, past=True),
    _UNIT,
    Field(name="role", label="办理方式", kind=Kind.CODE, codes="handling_role", width=80, bare=True),
    Field(name="state", label="办理状态", kind=Kind.CODE, codes="assignment_state", editable=False, width=80),
    Field(name="due_on", label="应办复日", kind=Kind.DATE, width=176, hint="空着就按规则算。"),
    Field(name="due_rule", label="期限依据", limit=60, editable=False, found=False),
    Field(name="notice_no", label="交办文号", limit=60, width=128),
    Field(name="meeting", label="交办会", limit=60),
    Field(name="offices", label="交办机关", limit=120),
    Field(name="hard", label="疑难", kind=Kind.BOOLEAN),
    Field(name="contact_person", label="经办人", limit=60),
    Field(name="signed_on", label="签收日期", kind=Kind.DATE, editable=False, past=True),
    Field(name="reason", label="退回理由", kind=Kind.LONG_TEXT, limit=2000),
    Field(name="proposed_unit", label="建议改办单位", kind=Kind.REFERENCE, target="unit"),
    Field(name="sent_back_on", label="退回日期", kind=Kind.DATE, editable=False, past=True),
    Field(name="replied_on", label="答复日期", kind=Kind.DATE, editable=False, width=104),
    Field(name="on_time", label="按期办复", kind=Kind.BOOLEAN, editable=False),
    Field(name="result_class", label="办理结果", kind=Kind.CODE, codes="result_class", editable=False),
    Field(name="satisfaction", label="满意程度", kind=Kind.CODE, codes="satisfaction", editable=False),
    Field(name="face_to_face", label="已面商", kind=Kind.BOOLEAN, editable=False),
    _ROUND,
    Field(name="event", label="事项", limit=20, editable=False, found=False),  # of rows made before version 3
    lists=(("unit", "due_on"), ("state", "due_on"), ("due_on",), ("unit", "state"), ("date",)),
)  # fmt: skip

EXTENSION = _records(
    "extension", "延期", "次", "due_on",
    _ON,
    _UNIT,
    Field(name="old_due_on", label="原应办复日", kind=Kind.DATE, editable=False),
    Field(name="due_on", label="延至", kind=Kind.DATE),
    Field(name="reason", label="延期理由", kind=Kind.LONG_TEXT, limit=1000),
    Field(name="approver", label="批准人", limit=60),
)  # fmt: skip

CONTACT = _records(
    "contact", "面商沟通", "次", "method",
    _ON,
    _UNIT,
    Field(name="phase", label="阶段", kind=Kind.CODE, codes="contact_phase"),
    Field(name="method", label="方式", kind=Kind.CODE, codes="contact_method", bare=True),
    Field(name="place", label="地点", limit=100),
    Field(name="people", label="参加人员", limit=300),
    Field(name="content", label="沟通情况", kind=Kind.LONG_TEXT, limit=5000),
    Field(name="face_to_face", label="当面", kind=Kind.BOOLEAN, editable=False),
    _FROM_PAPER,
)  # fmt: skip

ASSIST_OPINION = _records(
    "assist_opinion", "会办意见", "份", "unit",
    _ON,
    _UNIT,
    Field(name="document_no", label="发文字号", limit=60),
    Field(name="text", label="会办意见", kind=Kind.LONG_TEXT, limit=20_000),
    _FROM_PAPER,
)  # fmt: skip

REPLY = _records(
    "reply", "答复", "份", "document_no",
    _ON,
    _UNIT,
    Field(name="document_no", label="发文字号", limit=60),
    Field(name="signer", label="签发人", limit=60),
    Field(name="result_class", label="办理结果", kind=Kind.CODE, codes="result_class"),
    Field(name="text", label="答复内容", kind=Kind.LONG_TEXT, limit=100_000),
    Field(name="copies", label="抄送", limit=200),
    Field(name="override_reason", label="未面商原因", kind=Kind.LONG_TEXT, limit=500),
    _ROUND,
    _FROM_PAPER,
)  # fmt: skip

REPLY_ITEM = _records(
    "reply_item", "逐条答复", "条", "number",
    Field(name="reply", label="所属答复", limit=32, editable=False, found=False),
    Field(name="date", label="日期", kind=Kind.DATE, editable=False, past=True),
    Field(name="number", label="第几条", kind=Kind.INTEGER, editable=False),
    Field(name="suggestion", label="建议", kind=Kind.LONG_TEXT, limit=20_000, editable=False),
    Field(name="text", label="答复", kind=Kind.LONG_TEXT, limit=20_000),
    Field(name="result_class", label="办理结果", kind=Kind.CODE, codes="result_class"),
)  # fmt: skip

# One row for each proposer and unit: sent out, and filled in once it came back.
FEEDBACK = _records(
    "feedback", "征询意见", "份", "result",
    Field(name="date", label="收回日期", kind=Kind.DATE, width=104, past=True),
    _UNIT,
    Field(name="case", label="哪一件", kind=Kind.REFERENCE, target="proposal", sought="案号或案由"),  # differs where cases were merged
    Field(name="sponsor", label="提案人", kind=Kind.REFERENCE, target="member", sought="姓名", width=96),
    Field(name="sent_on", label="发出日期", kind=Kind.DATE, width=104, past=True),
    Field(name="attitude", label="对办理工作", kind=Kind.CODE, codes="satisfaction", width=96),
    Field(name="result", label="对办理结果", kind=Kind.CODE, codes="satisfaction", width=96),
    Field(name="adoption", label="建议采纳", kind=Kind.CODE, codes="adoption"),
    Field(name="words", label="意见", kind=Kind.LONG_TEXT, limit=5000),
    Field(name="filled_by", label="填写人", limit=60),
    Field(name="superseded", label="已重新办理", kind=Kind.BOOLEAN, editable=False),
    _ROUND,
    _FROM_PAPER,
    lists=(("date",), ("sent_on",)), begun="sent_on",
)  # fmt: skip

PROMISE = _records(
    "promise", "承诺事项", "项", "item",
    Field(name="date", label="承诺日期", kind=Kind.DATE, width=104, past=True),
    _UNIT,
    Field(name="item", label="承诺事项", kind=Kind.LONG_TEXT, limit=1000, required=True, width=-1),
    Field(name="due_on", label="兑现时限", kind=Kind.DATE, width=104),
    Field(name="state", label="兑现状态", kind=Kind.CODE, codes="promise_state", editable=False, width=88),
    Field(name="kept_on", label="销号日期", kind=Kind.DATE, editable=False, width=104, past=True),
    Field(name="evidence", label="销号依据", kind=Kind.LONG_TEXT, limit=1000),
    lists=(("state", "due_on"), ("due_on",)),
)  # fmt: skip

LOOKBACK = _records(
    "lookback", "回头看", "次", "kept",
    _ON,
    _UNIT,
    Field(name="kept", label="承诺兑现", kind=Kind.CODE, codes="lookback_result"),
    Field(name="raised_class", label="升为", kind=Kind.CODE, codes="result_class"),
    Field(name="visitor", label="回访人", limit=100),
    Field(name="words", label="情况", kind=Kind.LONG_TEXT, limit=5000),
)  # fmt: skip

KEY_CASE = _records(
    "key_case", "重点提案", "件", "chosen_how",
    _ON,
    Field(name="chosen_how", label="确定方式", limit=60),
    Field(name="meeting", label="确定会议", limit=60),
    Field(name="supervisor", label="领衔督办", limit=60),
    Field(name="leader", label="领办领导", limit=60),
    Field(name="goal", label="目标", kind=Kind.LONG_TEXT, limit=1000),
    Field(name="measures", label="措施", kind=Kind.LONG_TEXT, limit=2000),
    Field(name="responsible", label="责任人", limit=100),
    Field(name="deadline", label="完成时限", kind=Kind.DATE),
)  # fmt: skip

SUPERVISION = _records(
    "supervision", "督办", "次", "form",
    _ON,
    Field(name="form", label="督办形式", kind=Kind.CODE, codes="supervision_form", bare=True),
    Field(name="people", label="参加人员", limit=300),
    Field(name="place", label="地点", limit=100),
    Field(name="content", label="督办情况", kind=Kind.LONG_TEXT, limit=5000),
    Field(name="result", label="督办结果", kind=Kind.LONG_TEXT, limit=2000),
)  # fmt: skip

AWARD = _records(
    "award", "表彰", "次", "kind",
    _ON,
    Field(name="kind", label="表彰名称", kind=Kind.CODE, codes="award_kind", bare=True),
    Field(name="document_no", label="表彰文号", limit=60),
    Field(name="words", label="说明", limit=200),
)  # fmt: skip

# 批示 belong to proposals, and later to opinions and outcomes: any record may be the owner.
DIRECTIVE = Entity(
    name="directive",
    label="领导批示",
    counter="条",
    scope=Scope.OWN,
    owner="record",
    title="leader",
    found=True,
    day="date",
    fields=(
        Field(name="record", label="所属记录", limit=32, required=True, editable=False, found=False),
        Field(name="of", label="所属种类", limit=40, required=True, editable=False, found=False),
        _ON,
        Field(name="leader", label="批示领导", limit=60),
        Field(name="post", label="领导职务", limit=60),
        Field(name="words", label="批示内容", kind=Kind.LONG_TEXT, limit=2000),
    ),
    indexes=(("record",),),
)

RECORDS = (
    STEP, REVIEW, ASSIGNMENT, EXTENSION, CONTACT, ASSIST_OPINION, REPLY, REPLY_ITEM, FEEDBACK, PROMISE, LOOKBACK,
    KEY_CASE, SUPERVISION, AWARD, DIRECTIVE,
)  # fmt: skip
