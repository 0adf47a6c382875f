from __future__ import annotations

import pytest

from tests.importers.books import ShippedCodes


@pytest.fixture(scope="session")
def codes() -> ShippedCodes:
    return ShippedCodes()
