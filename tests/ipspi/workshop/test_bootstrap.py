import ast
import subprocess
import sys
from pathlib import Path

import pytest

from ipspi.workshop import bootstrap

SCRIPT = Path(bootstrap.__file__)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose environment is a link to the present Python, with nothing installed yet."""
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    (tmp_path / ".venv").mkdir()
    (tmp_path / "requirements").mkdir()
    for name in ["demo", "development"]:
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"{name}==1\n")
    return tmp_path


def stamp(name: str) -> None:
    bootstrap._stamp(name).write_text(bootstrap._digest(name))


def test_an_empty_environment_is_not_installed(checkout: Path) -> None:
    assert not bootstrap.is_installed("demo")


def test_what_is_installed_stays_so_without_a_network(checkout: Path) -> None:
    stamp("demo")

    assert bootstrap.is_installed("demo")
    assert not bootstrap.is_installed("development")


def test_the_developments_pins_hold_the_demos(checkout: Path) -> None:
    stamp("development")

    assert bootstrap.is_installed("demo")


def test_other_pins_are_installed_again(checkout: Path) -> None:
    stamp("demo")
    (checkout / "requirements" / "demo.txt").write_text("demo==2\n")

    assert not bootstrap.is_installed("demo")


def test_an_environment_whose_python_is_gone_is_made_again(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp("demo")
    monkeypatch.setattr(bootstrap, "PYTHON", checkout / ".venv" / "bin" / "python")

    assert not bootstrap.is_installed("demo")


def test_an_old_python_can_read_it_and_hands_over() -> None:
    """It is read by whatever `python3` is: nothing newer than 3.6 in it, and then a newer one is looked for."""
    ast.parse(SCRIPT.read_text(), feature_version=(3, 7))
    pretend = f"import runpy, sys; sys.version_info = (3, 9, 0); sys.argv = [{str(SCRIPT)!r}, 'demo']; "
    code = pretend + f"runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    said = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, env={"PATH": "/none"}
    )

    assert said.returncode == 1
    assert said.stderr.strip() == bootstrap.NO_PYTHON
