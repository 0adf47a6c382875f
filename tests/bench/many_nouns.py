"""python -m tests.bench.many_nouns FOLDER [arguments of the window]: the program with the nouns of the files in FOLDER as well.

Before its first page it prints how many seconds their descriptions took.
"""

import sys
import time
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from cppcc_desktop.bootstrap import surround
from ui.app import run_app
from ui.faces import FACES


def main() -> int:
    folder = Path(sys.argv.pop(1))
    sys.path.append(str(folder))
    around, start = surround(), time.perf_counter()
    more = [each for file in sorted(folder.glob("*.py")) for each in import_module(file.stem).TRIAL]
    print(time.perf_counter() - start)
    return run_app(sys.argv[1:], replace(around, features=(*around.features, *more)), FACES)


sys.exit(main())
