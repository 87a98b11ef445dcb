"""Packages that only a benchmark needs, pinned in requirements/: fetched when asked for, into folders of their own."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def folder_of(name: str) -> Path:
    """Return where the packages of requirements/`name`.txt are kept."""
    return ROOT / ".venv" / name


def fetch(name: str, *options: str) -> bool:
    """Fetch the packages of requirements/`name`.txt if they are not there yet; tell whether they are now."""
    folder = folder_of(name)
    if not folder.is_dir():
        uv = Path(sys.executable).with_name("uv")
        installer = [uv, "pip", "install"] if uv.exists() else [sys.executable, "-m", "pip", "install"]
        wanted = ["--require-hashes", "--target", folder, "-r", ROOT / "requirements" / f"{name}.txt"]
        subprocess.run([*installer, "--quiet", *options, *wanted], check=False)
    return folder.is_dir()
