"""
Make the environment in .venv, then run a command in it: `bootstrap.py demo|development [ARGUMENT…]`.

It runs on a bare Python, by path; on one that is too old it starts over on a newer one, so nothing here may need more
than Python 3.6. What requirements/<name>.txt pins is installed once: as long as that file is the same, nothing needs a
network. uv installs it, in seconds, if it can be had; else pip does.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
NEWER = ["python3.11", "python3.12", "python3.13", "python3.14"]
ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NO_PYTHON = "Python 3.11 or newer is needed, with venv (Debian: apt install python3 python3-venv)."
NO_VENV = "This Python cannot make environments. On Debian: apt install python3-venv."
NOT_INSTALLED = "Not everything could be installed; see above. The first time needs a network."


def main(wanted: str, *command: str) -> None:
    if sys.version_info < OLDEST:
        _start_over_on_a_newer_python()
    if not is_installed(wanted):
        install(wanted)
    if command:
        os.execv(str(PYTHON), [str(PYTHON), *command])


def _start_over_on_a_newer_python() -> None:
    found = next((path for path in map(shutil.which, NEWER) if path), None)
    if found is None:
        sys.exit(NO_PYTHON)
    os.execv(found, [found, *sys.argv])


# ------------------------------------------------------------------ what is there


def is_installed(wanted: str) -> bool:
    """Tell whether .venv has what requirements/<wanted>.txt pins now. The development's pins hold the demo's."""
    return _works(PYTHON) and any(_said(_stamp(name)) == _digest(name) for name in {wanted, "development"})


def _works(python: Path) -> bool:
    check = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    try:
        return (
            subprocess.run([str(python), "-c", check], check=False, stderr=subprocess.DEVNULL).returncode == 0
        )
    except OSError:
        return False


def _stamp(name: str) -> Path:
    return VENV / f"installed-{name}"


def _requirements(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def _digest(name: str) -> str:
    return hashlib.sha256(_requirements(name).read_bytes()).hexdigest()


def _said(file: Path) -> str:
    return file.read_text().strip() if file.exists() else ""


# ------------------------------------------------------------------ making it


def install(wanted: str) -> None:
    """Install what is pinned, in a new environment if there is none that works."""
    if not _works(PYTHON):
        _tell("Making .venv …")
        _make_environment()
    _tell(f"Installing what requirements/{wanted}.txt pins …")
    if not (_install_with_uv(wanted) or _install_with_pip(wanted)):
        sys.exit(NOT_INSTALLED)
    _stamp(wanted).write_text(_digest(wanted))


def _make_environment() -> None:
    shutil.rmtree(str(VENV), ignore_errors=True)
    if _run(sys.executable, "-m", "venv", VENV):
        return
    uv = shutil.which("uv")  # helps a Python without ensurepip, as on a Debian without python3-venv
    if not (uv and _run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV)):
        sys.exit(NO_VENV)


def _install_with_uv(wanted: str) -> bool:
    """Let uv do it. It comes from pip, pinned; where there is none for this machine, pip does it all."""
    uv = shutil.which("uv") or str(VENV / "bin" / "uv")
    if not Path(uv).exists() and not _install_with_pip("uv", quietly=True):
        return False
    options = ["--quiet", "--python", PYTHON, "--require-hashes", "-r", _requirements(wanted)]
    return _run(uv, "pip", "install", *options)


def _install_with_pip(wanted: str, *, quietly: bool = False) -> bool:
    if not _run(PYTHON, "-m", "pip", "--version", quietly=True):
        _run(PYTHON, "-m", "ensurepip", quietly=True)  # an environment that uv made has none
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    return _run(PYTHON, "-m", "pip", "install", *options, "-r", _requirements(wanted), quietly=quietly)


def _run(*command: object, quietly: bool = False) -> bool:
    output = subprocess.DEVNULL if quietly else None
    env = dict(os.environ, UV_PYTHON_DOWNLOADS="never", UV_LINK_MODE="copy", UV_COMPILE_BYTECODE="1")
    done = subprocess.run(
        [*map(str, command)], check=False, cwd=str(ROOT), stdout=output, stderr=output, env=env
    )
    return done.returncode == 0


def _tell(what: str) -> None:
    sys.stderr.write(f"{what}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
