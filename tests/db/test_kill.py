"""The program is killed while it saves: what was acknowledged is there, and the file is sound."""

from __future__ import annotations

import random
import subprocess
import sys
import threading

import pytest

from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.records import show_record
from tests.conftest import Place

SAVE = """
import sys
from pathlib import Path
from cppcc_desktop.bootstrap import MODULES
from cppcc_desktop.domain.office import Actor
from cppcc_desktop.services.opening import Surroundings
from cppcc_desktop.services.records import create_record
from tests.conftest import Clock
office = Surroundings(MODULES, Clock(), Path(sys.argv[2])).open(Path(sys.argv[1]))
for number in range(10_000):
    print(create_record(office, Actor("甲", "clerk", "county"), "member", {"name": f"第{number}人", "sector": "农业界"}), flush=True)
"""


@pytest.mark.parametrize("seed", range(5))
def test_kill_while_saving(county: Place, seed: int) -> None:
    county.office.close()
    running = subprocess.Popen(
        [sys.executable, "-c", SAVE, str(county.path), str(county.around.home)], stdout=subprocess.PIPE, text=True
    )
    assert running.stdout
    told = [running.stdout.readline().strip()]
    timer = threading.Timer(random.Random(seed).random() * 0.3, running.kill)
    timer.start()
    told += [line.strip() for line in running.stdout if line.endswith("\n")]
    running.wait(30)
    running.stdout.close()
    timer.cancel()
    county.reopen()
    assert [each for each in check_office(county.office, county.actor) if not each.ok] == []
    for record in told:
        assert show_record(county.office, county.actor, "member", record).values["sector"]
