"""People, places and numbers for the gallery and the tests of the parts; all invented."""

from __future__ import annotations

from ui.cases.timeline import Happening, TimelineEntry
from ui.kit.tables.columns import TICKS, ListCell, ListColumn, ListRow

CHIPS = (
    ("草稿", "none"), ("已收件", "none"), ("待初审", "wait"), ("待交办", "wait"), ("待签收", "wait"), ("办理中", "go"), ("已答复", "ok"),
    ("已办结", "ok"), ("逾期未复", "bad"), ("单位退回", "bad"), ("不满意重办", "bad"), ("并案", "none"), ("不予立案", "none"),
)  # fmt: skip
ICONS = ("home", "proposals", "members", "stations", "consultations", "opinions", "oversight", "activities", "stats",
         "exchange", "settings", "find", "plus", "close", "check", "chevron-down", "chevron-up", "chevron-right",
         "chevron-left", "printer", "upload", "download", "warning", "info", "error", "clock", "paperclip", "help",
         "person", "shield", "columns", "pencil", "minus", "trash", "undo", "folder", "usb", "camera")  # fmt: skip
MODULES = (
    ("home", "home", "工作台"), ("proposals", "proposals", "提案", 92), ("members", "members", "委员"),
    ("stations", "stations", "联络站", 3), ("consultations", "consultations", "协商", 2),
    ("opinions", "opinions", "社情民意"), ("oversight", "oversight", "民主监督"),
    ("activities", "activities", "活动与履职"), ("stats", "stats", "统计", 0, 1),
    ("exchange", "exchange", "数据交换", 8, 1), ("settings", "settings", "系统设置", 0, 1),
)  # fmt: skip
TODO = {
    "审查交办": (("待初审", 12, "最早收件 5月29日", False), ("待会审", 5, "会审会 6月11日", False),
             ("待复审", 3, "等主席会议", False), ("待交办", 8, "已立案未交办", False), ("单位退回", 2, "第071号等 2 件", False)),
    "办理反馈": (("逾期未复", 7, "最长逾期 12 天", True), ("七日内到期", 31, "县卫健局 6 件最多", False),
             ("待征询", 19, "已答复未发征询表", False), ("不满意待重办", 1, "第063号 县城管局", True),
             ("承诺到期", 0, "", False)),
    "站点数据": (("本月协商", 2, "6月12日 县养老服务", False), ("未达标联络站", 3, "二季度未开展活动", False),
             ("待核对", 6, "两处改了同一内容", False), ("未回执", 2, "送出 15 天未回", False),
             ("已保存未提交", 3, "本机草稿", False)),
}  # fmt: skip
STATIONS = (("城关镇", "none"), ("云水镇", "none"), ("东河乡", "bad"), ("龙潭镇", "wait"), ("茶山镇", "none"))
COLUMNS = (
    TICKS, ListColumn("no", "案号", 56), ListColumn("title", "案由", stretch=True), ListColumn("first", "第一提案人", 124, fold=8),
    ListColumn("sector", "界别", 108, fold=1), ListColumn("category", "类别", 108, fold=2), ListColumn("unit", "主办单位", 116),
    ListColumn("state", "状态", 108, shape="chip"),
    ListColumn("due", "应办复日", 176, sortable=True, short_fold=3, short_width=138),
)  # fmt: skip
TRACKED = (
    ("012", "关于加强农村饮用水水源地保护的建议", "陈素芬", "农业界", "生态文明建设", "县水利局", "逾期未复", "2026-05-27", "逾期 12 天"),
    ("031", "关于完善城区老旧小区加装电梯补贴办法的建议", "韩守田 等5人", "经济界", "社会建设", "县住建局", "逾期未复", "2026-05-29", "逾期 10 天"),
    ("008", "关于规范电动自行车停放充电、消除消防隐患的建议", "县工商联", "工商联", "社会建设", "县城管局", "办理中", "2026-06-10", "余 2 天"),
    ("015", "关于发展云水镇乡村旅游、打造茶旅融合示范带的建议", "赵静宜", "文化艺术界", "经济建设", "县文旅局", "办理中", "2026-06-10", "余 2 天"),
    ("017", "关于增加城北片区普惠托育服务供给的建议", "林若溪 等3人", "妇联", "社会建设", "县卫健局", "办理中", "2026-06-10", "余 2 天"),
    ("022", "关于推进县域医共体药品目录统一、方便群众就近取药的建议", "蒋若兰", "医药卫生界", "社会建设", "县卫健局", "待面商", "2026-06-10", "余 2 天"),
    ("024", "关于改善农村中小学教师周转房条件的建议", "何知秋", "教育界", "社会建设", "县教育局", "办理中", "2026-06-10", "余 2 天"),
    ("029", "关于支持返乡青年创业、设立小额贴息贷款的建议", "共青团示例县委", "共青团和青联", "经济建设", "县人社局", "办理中", "2026-06-10", "余 2 天"),
    ("033", "关于加快县城第二污水处理厂建设的建议", "施雨桐", "科学技术界", "生态文明建设", "县住建局", "待面商", "2026-06-10", "余 2 天"),
    ("036", "关于保护清溪古村落、编制修缮导则的建议", "民盟示例县支部", "民盟", "文化建设", "县文旅局", "办理中", "2026-06-12", "余 4 天"),
    ("040", "关于在农贸市场推行明码标价和计量公平秤的建议", "冯春生", "经济界", "经济建设", "县市场监管局", "办理中", "2026-06-12", "余 4 天"),
    ("041", "关于完善残疾人家庭无障碍改造的建议", "阿依·古兰", "少数民族界", "社会建设", "县残联", "待签收", "2026-06-15", "余 7 天"),
    ("047", "关于优化示例县至石桥镇公交班次、方便老年人就医的建议", "郑晓禾 等4人", "医药卫生界", "社会建设", "县交通运输局", "办理中", "2026-06-15", "余 7 天"),
    ("052", "关于推广水稻机插秧、降低种粮大户成本的建议", "孙立夏", "农业界", "经济建设", "县农业农村局", "已答复", "2026-06-20", "5月30日复"),
    ("055", "关于加强青少年心理健康服务的建议", "民进示例县支部", "民进", "社会建设", "县教育局", "待征询", "2026-06-20", "6月2日复"),
    ("058", "关于建立基层法律顾问定期坐诊制度的建议", "严以和", "社会科学界", "政治建设", "县司法局", "已办结", "2026-06-20", "5月18日复"),
    ("060", "关于修复东风渠沿线步道、增设夜间照明的建议", "华清源", "特别邀请人士", "生态文明建设", "县水利局", "已办结", "2026-06-20", "5月21日复"),
    ("063", "关于整治乡镇集市占道经营的建议", "魏长安", "总工会", "社会建设", "县城管局", "不满意重办", "2026-07-02", "余 24 天"),
    ("066", "关于在城南增设公共停车位的建议", "罗文谦", "经济界", "社会建设", "县住建局", "办理中", "2026-07-03", "余 25 天"),
)  # fmt: skip
AGENDA = tuple(TRACKED[at] for at in (0, 1, 2, 3, 4, 5, 6, 9))
STEPS = (
    TimelineEntry("收件", "1月12日", "done"), TimelineEntry("审查立案", "2月26日", "done"), TimelineEntry("交办", "3月15日", "done"),
    TimelineEntry("签收", "3月18日", "done"), TimelineEntry("办理中", state="now"), TimelineEntry("答复"), TimelineEntry("征询"), TimelineEntry("办结"),
)  # fmt: skip
HAPPENED = (
    Happening("应办复", "6月15日", tone="none"),
    Happening("面商", "5月22日", "登门走访提案人，客运公司到场，同意周四加班 1 班", tone="go"),
    Happening("催办", "4月20日", "电话，经办人李同志：正在测算成本"),
    Happening("签收", "3月18日"),
    Happening("县公安局退回", "3月16日", "不属本单位职责，建议改交县交通运输局", tone="bad"),
    Happening("交办", "3月15日", "示协办〔2026〕5号，主办 县交通运输局"),
)


def as_row(each: tuple[str, ...], *, short: bool = False) -> ListRow:
    """One invented proposal as a row of the list of picture 2a, or of the card of picture 1."""
    no, title, first, sector, category, unit, state, due, left = each
    tone = "bad" if left.startswith("逾期") else "wait" if left.startswith("余") and len(left) < 6 else "text2"
    words = f"{int(due[5:7])}月{int(due[8:])}日" if short else due
    return ListRow(no, {
        "no": no, "title": title, "first": first, "sector": sector, "category": category, "unit": unit,
        "state": ListCell(state, tone=dict(CHIPS).get(state, "wait")),
        "due": ListCell(words, second=left, second_tone=tone, short=due[5:]),
    })  # fmt: skip
