"""Invented proposals to print."""

from __future__ import annotations

from cppcc_desktop.nouns.proposals.papers.sheet import CollectiveSponsor, JointSponsor, ProposalSheet, Sponsor

PLENARY = "政协示例县第十届委员会第三次会议"
# 107 characters, as long as the longest post in real rosters.
LONG_POST = (
    "示例县第一建筑工程有限责任公司党支部书记、董事长、总工程师，示例县工商业联合会（总商会）副主席，"
    "示例县建筑业协会会长，县特邀监察员，示例县慈善总会名誉副会长、青年企业家协会顾问组组长，"
    "示例县城关镇商会名誉会长秘书长"
)
TEXT = (
    "近年来，我县老旧小区改造取得明显成效，但管网老化、停车难、物业缺位等问题仍然突出。据2025年底统计，"
    "全县建成20年以上的小区共有137个，涉及住户18426户，其中已完成改造的只有52个，占38.0%。"
    "居民反映最集中的是“雨天积水、停车无序、无人管理”三件事。"
)
RARE = "喆堃犇䶮𬱖"

PERSON = ProposalSheet(
    plenary=PLENARY,
    intake_no="2026-0087",
    docket_no="第050号",
    category="城乡建设",
    title="关于加快推进老旧小区地下管网改造、完善长效管护机制的建议",
    form="委员联名",
    sponsor=Sponsor(
        "欧阳堃喆", "经济界", "城乡建设委员会", LONG_POST, "示例县城关镇人民路128号", "000000", "10000000001"
    ),
    joint=(
        JointSponsor("李犇", "教育界", "示例县第一中学", "10000000002"),
        JointSponsor("王䶮", "医药卫生界", "示例县人民医院", "10000000003"),
        JointSponsor("陈𬱖", "农业界", "示例县农业农村局", "10000000004"),
    ),
    publicity="同意公开",
    suggested_unit="主办：县住房和城乡建设局；会办：县财政局、县水利局",
    situation=TEXT + "\n" + TEXT * 2 + "\n（一）存在的问题\n" + TEXT * 3,
    suggestion=f"1. 摸清底数。{TEXT}\n2. 加大投入。{TEXT * 2}\n3. 建立机制。{TEXT}",
    research="2026年3月赴城关镇6个社区实地调研，发放问卷420份。",
    date="2026年1月10日",
)
BODY = ProposalSheet(
    plenary=PLENARY,
    intake_no="2026-0090",
    docket_no="第061号",
    category="农业农村",
    title="关于发展稻渔综合种养的建议",
    form="党派",
    collective=CollectiveSponsor("某党派示例县总支部委员会", "赵一", "钱二", "10000000005", "孙三"),
    publicity="同意公开",
    suggested_unit="县农业农村局",
    situation=TEXT * 2,
    suggestion=TEXT,
    date="2026年1月11日",
)
