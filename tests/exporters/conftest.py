"""Fonts for the tests: the shipped ones only, so that every machine prints the same."""

from __future__ import annotations

import pytest

from cppcc_desktop.exporters.fonts import FontSet, load_fonts


@pytest.fixture(scope="session")
def fonts() -> FontSet:
    return load_fonts(())
