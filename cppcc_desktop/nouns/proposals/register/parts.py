"""What the import of a 提案台账 hands to the platform."""

from __future__ import annotations

from cppcc_desktop.importers.tables.records import Gathering
from cppcc_desktop.nouns.members.entity import MEMBERS
from cppcc_desktop.nouns.proposals.entity import PROPOSAL, PROPOSALS
from cppcc_desktop.nouns.proposals.register.names import offer_plenaries, read_day
from cppcc_desktop.nouns.proposals.register.reading import compare_register
from cppcc_desktop.nouns.proposals.register.sample import SAMPLE
from cppcc_desktop.nouns.proposals.register.sponsors import connect_sponsors, find_sponsors
from cppcc_desktop.nouns.proposals.register.writing import begin_register
from cppcc_desktop.nouns.units.entity import UNIT
from cppcc_desktop.services.imports.readers import Link, Reader

READER = Reader(
    module=PROPOSALS.name,
    compare=compare_register,
    write=begin_register,
    offer=offer_plenaries,
    day=read_day,
    sample=SAMPLE,
    gathering=Gathering(
        fields={
            "lead_unit": "unit_role",
            **dict.fromkeys(("separate_units", "assist_units", "first_sponsor", "joint_sponsors"), ""),
        },
        numbers=("docket_no", "intake_no"),
    ),
    makes=(UNIT.name,),
    help="14-从台账导入提案",
)
LINK = Link(
    modules=(MEMBERS.name, PROPOSALS.name),
    find=find_sponsors,
    connect=connect_sponsors,
    changes=(PROPOSAL.name,),
    asked="把 {} 件提案的提案人连到委员卡",
    done="{} 件提案的提案人连到了委员卡。",
)
