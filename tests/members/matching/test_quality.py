"""The engine on the benchmark that stands beside the project: small here, in full by `tests/bench/engine.py`."""

import os
import subprocess
import sys

import pytest

from members.matching import Register, learn, link
from tests.bench import engine, product

pytestmark = pytest.mark.skipif(
    not product.BENCH.is_dir() and os.environ.get("CI") != "true",
    reason="The benchmark's generator is not beside this checkout.",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("benchmark")
    product.files(made, product.BENCH, members=2_000, level="medium", seed=1)
    return made


def test_few_links_are_wrong_and_most_members_are_found(folder):
    links, _, _ = engine.run(folder, product.BENCH.parent / "data" / "regions" / "regencies.csv")
    engine.write(folder / "links.csv", links)
    found = product.score(folder, product.BENCH)

    assert found["auto_recall"] >= 0.85
    assert found["reach"] >= 0.97
    assert found["wrong_1000"] <= 1.2  # two of some 1,750 rows
    assert found["queue_1000"] <= 110


def test_bytes_are_the_same_in_another_process(folder):
    command = [sys.executable, engine.ROOT / "tests" / "bench" / "engine.py", folder]
    for name, salt in (("one.csv", "1"), ("two.csv", "2")):
        environment = {**os.environ, "PYTHONHASHSEED": salt}
        subprocess.run([*command, folder / name], check=True, env=environment, stdout=subprocess.DEVNULL)

    assert (folder / "one.csv").read_bytes() == (folder / "two.csv").read_bytes()


def test_a_chapter_alone_is_linked_with_what_it_can_teach(folder):
    people = engine.members_in(folder / "registry.csv", {})
    rows = max(engine.lists_in(folder / "rosters.csv").values(), key=len)
    register = Register(people)
    found = [item for item in link(register, rows, learn(register, rows)) if item.band == "auto"]

    assert len(found) >= 0.4 * len(rows)
