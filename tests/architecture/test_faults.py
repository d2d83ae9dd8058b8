"""The faults that `make sabotage` plants: each still fits the house, so that none is left out unnoticed."""

import pytest

from tests.architecture.rules import ROOT
from tests.faults import FAULTS


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_fits_its_file_once_and_its_tests_exist(fault):
    assert (ROOT / fault.file).read_text(encoding="utf-8").count(fault.old) == 1
    assert fault.new != fault.old
    asked = [word for word in fault.tests.split() if word.startswith("tests/")]
    assert asked
    assert [path for path in asked if not (ROOT / path).exists()] == []


def test_every_fault_has_a_name_of_its_own():
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) > 30
