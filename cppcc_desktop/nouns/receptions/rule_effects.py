"""What the rules of receptions come to today, in words with an example."""

from __future__ import annotations

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.receptions.due import find_call_back_due, find_due
from cppcc_desktop.services.cases.rules import read_rules
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.rule_effects import RuleEffects


def tell_today(office: Office, _actor: Actor) -> dict[str, str]:
    day = office.today().isoformat()
    with office.read() as connection:
        rules = read_rules(office, connection, "", day)
    return {
        "reception_days": f"今天转交的接待，期限是 {find_due(rules, day)}。",
        "call_back_days": f"今天答复的接待，{find_call_back_due(rules, day)} 以前回访。",
    }


RULE_EFFECTS = (RuleEffects(kinds=(), tell=tell_today),)
