"""Columns of a 提案台账, under the headings counties use: what an import reads besides the fields people edit."""

from __future__ import annotations

from cppcc_desktop.domain.description.fields import Field, Kind


def _text(name: str, label: str, *aliases: str, limit: int = 2000) -> Field:
    return Field(name=name, label=label, kind=Kind.LONG_TEXT, limit=limit, aliases=aliases)


def _day(name: str, label: str, *aliases: str) -> Field:
    return Field(name=name, label=label, kind=Kind.DATE, aliases=aliases)


# The words stand as they are until nouns/proposals/register/bringing.py reads them; labels are those of the proposal's own fields.
COMING_IN = (
    Field(name="title", label="案由", limit=200, required=True,
          aliases=("提案标题", "题目", "标题", "提案名称", "案名", "提案题目", "提案案由")),
    _text("docket_no", "案号", "编号", "提案号", "提案编号", "立案号", "立案编号", "提案案号", limit=40),
    _text("intake_no", "收件号", "收件编号", "来件号", "登记号", "收文号", "受理号", "来件编号", limit=40),
    _text("first_sponsor", "第一提案人", "提案人", "提案者", "领衔委员", "领衔人", "领衔提案人", "提案委员", "主提人", "委员姓名",
          "提案人姓名", "第一提案者", "提出人", "提案人(单位)", "提案者姓名"),
    _text("sponsor_text", "提案人（台账写法）"),
    _text("joint_sponsors", "联名人", "附议人", "联名委员", "附议委员", "联名提案人", "其他提案人", "附议者", "联名人员"),
    Field(name="collective", label="集体名称", limit=60, aliases=("提案单位", "集体提案单位", "提案集体")),
    Field(name="category", label="类别", kind=Kind.CODE, codes="proposal_category", aliases=("提案类别", "提案分类", "分类")),
    Field(name="sector", label="界别", kind=Kind.CODE, codes="sector", endings=("界别", "界"), aliases=("所属界别", "界别名称", "所在界别")),
    Field(name="township", label="乡镇", limit=30, aliases=("乡镇街道", "所属乡镇", "所在乡镇")),
    Field(name="suggested_unit", label="建议办理单位", limit=200, aliases=("建议承办单位", "建议主办单位")),
    _day("received_on", "收件日期", "来件日期", "提交日期", "提出日期", "收到日期", "登记日期", "收文日期", "提案日期", "提交时间",
         "收件时间"),
    _text("plenary", "届次", "会议", "年度", "年份", "会次", "届别", "届次会议", "会议届次", limit=40),
)  # fmt: skip
REVIEWED = (
    _text("conclusion", "审查结果", "立案情况", "审查意见", "处理意见", "是否立案", "审查情况", "立案结果", "审查结论", "立案与否",
          "审查立案", "立案"),
    _day("reviewed_on", "审查日期", "审查时间"),
    _text("ground", "不予立案理由", "不立案理由", "不立案原因", "不予立案原因", "未立案原因", "未立案理由"),
    _text("onward", "转送去向", "转办去向", "去向"),
    _text("merged_into", "并入提案", "并入", "并案", "并入案号", "并案号", "合并案号", "主案号", "并案情况", "并入提案号"),
    _day("docketed_on", "立案日期", "立案时间"),
)  # fmt: skip
WITH_UNITS = (
    _text("lead_unit", "主办单位", "承办单位", "办理单位", "主办", "承办部门", "主办部门", "交办单位", "责任单位"),
    _text("separate_units", "分办单位", "分办"),
    _text("assist_units", "会办单位", "协办单位", "会办", "协办", "会办部门", "协办部门"),
    _text("unit_role", "办理方式", "主办会办", "主办/会办", "承办方式", "主协办", "主办或会办", "承办性质"),
    _day("assigned_on", "交办日期", "交办时间"),
    _text("notice_no", "交办文号", "交办通知号", "交办号", limit=60),
    _day("due_on", "应办复日", "办理期限", "办复期限", "答复期限", "应答复日期", "办理时限", "应办复日期", "要求办复日期", "办复时限"),
    _text("signed_on", "签收", "签收日期", "签收情况", "是否签收", "签收时间"),
    _text("face_to_face", "已面商", "面商", "面商情况", "沟通方式", "面商方式", "是否面商", "沟通情况", "面商沟通", "与提案人沟通方式"),
    _day("contact_on", "面商日期", "面商时间", "沟通日期", "沟通时间"),
    _day("replied_on", "答复日期", "办复日期", "答复时间", "办复时间", "复函日期"),
    _text("reply_no", "答复文号", "办复文号", "复函文号", "答复编号", "文号", "发文字号", limit=60),
    _text("result_class", "办理结果", "答复类别", "办理类型", "办理类别", "答复类型", "结果类别", "办复类别", "答复分类", "解决程度",
          "办复类型", "办理结果类别"),
    _text("handled", "办复情况", "办理情况", "办理进度", "办理进展", "是否办复", "是否答复", "办理状态", "答复情况", "进度"),
    _text("state", "状态", "当前状态", "提案状态"),
)  # fmt: skip
AFTERWARDS = (
    _text("satisfaction", "满意程度", "满意度", "提案人意见", "反馈意见", "委员意见", "征询意见", "满意情况", "对办理结果", "委员满意度",
          "反馈情况", "征询结果", "评价", "征询情况"),
    _text("attitude", "对办理工作", "对办理态度", "办理态度"),
    _text("adoption", "建议采纳", "采纳情况", "采纳"),
    _day("feedback_on", "反馈日期", "征询日期", "收回日期", "反馈时间", "征询时间"),
    _text("is_key", "重点提案", "是否重点", "重点", "是否重点提案"),
    _text("supervisor", "督办领导", "领衔督办", "督办人", "领办领导", "督办主席", "领衔领导", limit=60),
    _text("awarded", "优秀提案", "是否优秀", "优秀", "表彰", "评优", "表彰情况", "获奖情况", "是否优秀提案"),
    _text("closed_on", "办结日期", "办结", "是否办结", "办结时间", "结案日期", "办结情况"),
    _text("implemented_on", "落实日期", "落实", "落实情况", "是否落实"),
    _text("remark", "备注", "说明"),
)  # fmt: skip

REGISTER = (*COMING_IN, *REVIEWED, *WITH_UNITS, *AFTERWARDS)
