"""People of another country, written by a program that knows nothing of ours: FEBRL, see tests/bench/febrl.py."""

import os

import pytest

from tests.bench import febrl

pytestmark = pytest.mark.skipif(
    not (febrl.fetch() or os.environ.get("CI")), reason="The FEBRL sets cannot be fetched without a network."
)


def test_two_files_of_australians_are_linked_without_an_error():
    found = febrl.linked()

    assert found["precision"] >= 0.999
    assert found["recall"] >= 0.75
    assert found["reach"] >= 0.985


@pytest.mark.parametrize(
    ("name", "least"), [("dataset1.csv", 0.75), ("dataset2.csv", 0.6), ("dataset3.csv", 0.58)]
)
def test_australians_who_are_registered_twice_are_found_without_an_error(name, least):
    found = febrl.found_twice(name)

    assert found["precision"] >= 0.999
    assert found["recall"] >= least
