"""The way of the files through the product, small enough for every run; docs/benchmark.md has the full size."""

import io
import json

import pytest
from django.core.management import call_command

from tests.bench import product

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not product.BENCH.is_dir(), reason="The benchmark's generator is not beside this checkout."
    ),
]


def run(*command):
    out = io.StringIO()
    call_command(*map(str, command), "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_product_finds_its_members_in_messy_lists(tmp_path):
    product.files(tmp_path, product.BENCH, members=1_000, level="medium", seed=1)
    assert run("import_members", tmp_path / "registry.csv")["added"] == 1_000
    rows = run("import_roster", tmp_path / "rosters.csv")["added"]
    chapters = run("reconcile")["chapters"]
    run("export_links", tmp_path / "links.csv")
    found = product.score(tmp_path, product.BENCH)

    assert sum(chapter["rows"] for chapter in chapters) == rows == found["rows"]
    for each in chapters:
        assert each["rows"] == each["linked"] + each["review"] + each["only_roster"]
    assert sum(chapter["linked"] for chapter in chapters) == found["auto_links"]
    assert found["auto_recall"] >= 0.75
    assert (
        found["auto_links"] * (1 - found["auto_precision"]) < 1.5
    )  # one wrong link at the most, of some 500
    assert found["reach"] >= 0.95
