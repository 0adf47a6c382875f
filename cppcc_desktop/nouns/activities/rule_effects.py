"""What the rules of leave come to today, in words with an example."""

from __future__ import annotations

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.activities.approving import ORGANISER
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.rule_effects import RuleEffects
from cppcc_desktop.services.office.settings import read_setting

NAMES = (
    "leave_notice_days", "leave_long_days", "leave_long_approver", "leave_approver", "leave_chair_approver",
    "leave_committee_approver", "leave_other_approver",
)  # fmt: skip


def tell_today(office: Office, _actor: Actor) -> dict[str, str]:
    day = office.today().isoformat()
    with office.read() as connection:
        rule = {name: str(read_setting(office, connection, name, day)) for name in NAMES}
    ahead, long = rule["leave_notice_days"], rule["leave_long_days"]
    other = "那次活动的主办单位" if rule["leave_other_approver"] == ORGANISER else rule["leave_other_approver"]
    return {
        "leave_notice_days": f"会前不到 {ahead} 天才请假的，登记时提醒。" if ahead != "0" else "什么时候请假都不提醒。",
        "leave_long_days": f"全会请假 {long} 天的由{rule['leave_approver']}批，再多半天由{rule['leave_long_approver']}批。",
        "leave_long_approver": f"全会请假超过 {long} 天的，由{rule['leave_long_approver']}批。",
        "leave_approver": f"全会、常委会请假半天的，由{rule['leave_approver']}批。",
        "leave_chair_approver": f"主席会议请假的，由{rule['leave_chair_approver']}批。",
        "leave_committee_approver": f"专委会会议请假的，由{rule['leave_committee_approver']}批。",
        "leave_other_approver": f"培训、调研请假的，由{other}批。",
    }


RULE_EFFECTS = (RuleEffects(kinds=(), tell=tell_today),)
