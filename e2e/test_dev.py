"""dev.py on machines that are not as one would wish."""

import importlib.util
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

DEV = Path(__file__).parent.parent / "dev.py"


@pytest.fixture
def dev(tmp_path, monkeypatch):
    """dev.py, looking after an empty folder on a machine without any Python or uv."""
    spec = importlib.util.spec_from_file_location("dev", DEV)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    spec.loader.exec_module(module)
    here = tmp_path / "a clone"
    here.mkdir()
    for name, path in {
        "HERE": "",
        "VENV": ".venv",
        "TOOLS": ".tools",
        "LOCK": "requirements-dev.lock",
    }.items():
        monkeypatch.setattr(module, name, here / path)
    monkeypatch.setattr(module, "STAMP", here / ".venv/installed")
    monkeypatch.setattr(module, "UNFINISHED", here / ".venv/unfinished")
    monkeypatch.setattr(module, "SBIN", str(tmp_path / "sbin"))
    (here / "requirements-dev.lock").write_text(
        "uv==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via x\nzip==1\n"
    )
    (here / "pyproject.toml").write_text("")
    for name in ("PYTHON", "UV", "CHROMIUM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", f"{tmp_path / 'first'}{os.pathsep}{tmp_path / 'second'}")
    put(tmp_path / "second", "sh", 'exec /bin/sh "$@"')
    monkeypatch.setattr(module.sys, "_base_executable", "/nowhere/python", raising=False)
    return module


def put(folder: Path, name: str, script: str) -> str:
    """A program that runs `script`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def a_python(folder: Path, version: str, name: str = "python3") -> str:
    return put(folder, name, f"echo {version}")


SHIM = 'echo "pyenv: python3.13: command not found" >&2; exit 127'


def test_a_pyenv_shim_that_does_not_run_is_passed_over(dev, tmp_path):
    put(tmp_path / "first", "python3.13", SHIM)
    good = a_python(tmp_path / "second", "3 13 1", "python3.13")

    assert dev.find_python() == good


def test_a_python_that_pyenv_has_but_path_does_not_is_found(dev, tmp_path):
    put(tmp_path / "first", "python3.13", SHIM)
    inside = a_python(tmp_path / ".pyenv/versions/3.13.0/bin", "3 13 0")

    assert dev.find_python() == inside


def test_3_13_is_preferred_then_3_12_then_newer(dev, tmp_path):
    pyenv = tmp_path / ".pyenv/versions"
    newer = a_python(pyenv / "3.15/bin", "3 15 0")
    a_python(pyenv / "3.11/bin", "3 11 0")
    assert dev.find_python() == newer

    twelve = a_python(pyenv / "3.12/bin", "3 12 4")
    assert dev.find_python() == twelve

    thirteen = a_python(pyenv / "3.13/bin", "3 13 0")
    assert dev.find_python() == thirteen


def test_the_python_asked_for_is_the_only_one_tried(dev, tmp_path, monkeypatch):
    a_python(tmp_path / "first", "3 13 0")
    monkeypatch.setenv("PYTHON", a_python(tmp_path / "mine", "3 11 0"))

    assert dev.find_python() is None
    with pytest.raises(dev.Trouble, match=r"PYTHON=.* is not one"):
        dev.download_python(None)


def test_without_a_new_enough_python_we_say_where_to_get_one(dev):
    with pytest.raises(dev.Trouble, match=r"Python 3\.12 or newer is needed"):
        dev.download_python(None)


def test_a_bare_debian_is_told_the_exact_line(dev, tmp_path, monkeypatch):
    put(tmp_path / "first", "apt-get", "exit 0")
    monkeypatch.setattr(dev, "is_root", lambda: False)
    python = put(tmp_path / "first", "python3.13", 'case "$2" in *ensurepip*) exit 1;; esac; echo 3 13 0')

    with pytest.raises(
        dev.Trouble, match=r"sudo sh -c 'apt-get update && apt-get install -y python3\.13-venv'"
    ):
        dev.make_with_venv(python, dev.VENV)


def test_root_on_a_bare_debian_gets_the_package(dev, tmp_path, monkeypatch):
    monkeypatch.setattr(dev, "is_root", lambda: True)
    put(tmp_path / "first", "apt-get", f'echo "$*" >> "{tmp_path}/apt.log"')
    python = put(tmp_path / "first", "python3.13", 'case "$2" in *ensurepip*) exit 1;; esac; echo 3 13 0')

    dev.make_with_venv(python, dev.VENV)

    assert (tmp_path / "apt.log").read_text().splitlines() == ["update", "install -y python3.13-venv"]


def test_uv_is_fetched_with_its_hashes(dev):
    assert dev.locked("uv") == "uv==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb"
    assert dev.locked("uvicorn") == ""


def test_a_half_made_environment_is_cleared_away(dev):
    a_python(dev.VENV / "bin", "3 13 0", "python")
    dev.UNFINISHED.touch()

    dev.remove_if_broken()

    assert not dev.VENV.exists()


def test_an_environment_whose_python_vanished_is_cleared_away(dev):
    (dev.VENV / "bin").mkdir(parents=True)
    (dev.VENV / "bin/python").symlink_to("/nowhere/python3")

    dev.remove_if_broken()

    assert not dev.VENV.exists()


def test_an_environment_that_was_moved_is_cleared_away(dev):
    a_python(dev.VENV / "bin", "3 13 0", "python")
    dev.STAMP.write_text("/another/place\n3.13.0\nabc")

    dev.remove_if_broken()

    assert not dev.VENV.exists()


def test_an_environment_in_order_is_left_alone_until_the_lock_changes(dev):
    a_python(dev.VENV / "bin", "3 13 0", "python")
    dev.STAMP.write_text(dev.stamp((3, 13, 0)))
    assert dev.is_ready()

    dev.LOCK.write_text("zip==2\n")
    dev.remove_if_broken()

    assert not dev.is_ready()
    assert dev.VENV.exists()


def test_without_a_network_we_say_so(dev, monkeypatch):
    def fail(*command, **extra):
        raise dev.Trouble("   name resolution failed")

    monkeypatch.setattr(dev, "quietly", fail)
    put(dev.VENV / "bin", "python", "exit 0")

    with pytest.raises(dev.Trouble, match="Is there a network"):
        dev.install("uv", "python3")


def test_uv_that_fails_leaves_the_work_to_pip(dev, tmp_path, monkeypatch):
    commands = []

    def run(*command, **extra):
        commands.append(" ".join(map(str, command)))
        if "sync" in command:
            raise dev.Trouble("   no such index")

    monkeypatch.setattr(dev, "quietly", run)
    put(dev.VENV / "bin", "python", "exit 0")

    dev.install("uv", "python3")

    assert "--require-hashes" in commands[-2]
    assert commands[-1].endswith(f"--no-deps --no-build-isolation -e {dev.HERE}")


def test_a_taken_port_is_told_before_anything_is_installed(dev):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(dev.Trouble, match=f"Port {port} is not free.*--port {port + 1}"):
            dev.check_port(port)


def test_a_chromium_that_does_not_run_is_not_taken(dev, tmp_path):
    put(tmp_path / "first", "chromium", "exit 1")
    good = put(tmp_path / "second", "google-chrome", "echo 140")

    assert dev.find_chromium() == good


def test_a_wrong_chromium_is_told_and_not_replaced(dev, monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")

    with pytest.raises(dev.Trouble, match="CHROMIUM=/nowhere/chromium does not run"):
        dev.find_chromium()


def test_without_chromium_we_fail_loudly(dev, monkeypatch):
    monkeypatch.setattr(dev, "is_root", lambda: False)
    monkeypatch.setattr(dev, "find_chromium", lambda: None)

    with pytest.raises(dev.Trouble, match="browser tests need Chromium"):
        dev.ensure_chromium()


def test_check_runs_everything_and_names_what_failed(dev, monkeypatch, capsys):
    ran = []

    def show(*command, **extra):
        ran.append(Path(command[0]).name)
        return ran[-1] not in {"mypy", "djlint"}

    monkeypatch.setattr(dev, "set_up", lambda: None)
    monkeypatch.setattr(dev, "show", show)
    monkeypatch.setattr(dev, "ensure_chromium", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(dev, "ensure_programs", lambda: None)
    monkeypatch.setattr(dev, "ensure_node_modules", lambda: None)
    monkeypatch.setattr(dev, "ensure_record_store", lambda: "python")

    with pytest.raises(dev.Trouble, match=r"Not in order: types, templates\."):
        dev.do_check(None, [])

    assert ran == ["ruff", "ruff", "mypy", "lint-imports", "djlint", "baerekraft", "python", "python"]
    assert "FAIL types" in capsys.readouterr().out


def put_programs(folder: Path, *names: str) -> None:
    for name in names:
        put(folder, name, "exit 0")


ALL_PACKAGES = (
    "hunspell hunspell-no hunspell-en-gb qpdf libreoffice-writer-nogui default-jre-headless pgbouncer"
)


def test_root_on_a_bare_debian_gets_every_program(dev, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(dev, "is_root", lambda: True)
    put(tmp_path / "first", "apt-get", f'echo "$*" >> "{tmp_path}/apt.log"')
    found = iter([dev.missing_packages(), []])
    monkeypatch.setattr(dev, "missing_packages", lambda: next(found))

    dev.ensure_programs()

    assert (tmp_path / "apt.log").read_text().splitlines() == [
        "update",
        f"install -y --no-install-recommends {ALL_PACKAGES}",
    ]
    assert f"1. Installing {ALL_PACKAGES} with apt-get" in capsys.readouterr().out


def test_only_what_does_not_run_is_installed(dev, tmp_path):
    put_programs(tmp_path / "second", "hunspell", "qpdf")
    put_programs(tmp_path / "sbin", "pgbouncer")
    put(tmp_path / "second", "soffice", "exit 77")

    assert dev.missing_packages() == ["libreoffice-writer-nogui", "default-jre-headless"]


def test_who_is_not_root_is_told_the_exact_line(dev, tmp_path, monkeypatch):
    monkeypatch.setattr(dev, "is_root", lambda: False)
    put_programs(tmp_path / "first", "apt-get", "hunspell")

    line = "apt-get update && apt-get install -y --no-install-recommends qpdf "
    line += "libreoffice-writer-nogui default-jre-headless pgbouncer"
    with pytest.raises(dev.Trouble, match=f"sudo sh -c '{line}'"):
        dev.ensure_programs()


def test_where_there_is_no_apt_we_say_what_is_needed(dev):
    with pytest.raises(dev.Trouble, match=f"Install {ALL_PACKAGES} with your system's package manager"):
        dev.ensure_programs()


def test_programs_that_are_installed_and_do_not_run_fail_loudly(dev, monkeypatch):
    monkeypatch.setattr(dev, "missing_packages", lambda: ["qpdf"])
    monkeypatch.setattr(dev, "apt_install", lambda *words: None)

    with pytest.raises(
        dev.Trouble, match=r"still not as the tests need it: qpdf\.\nThese must run: .*soffice"
    ):
        dev.ensure_programs()


def test_tests_begin_only_when_every_program_is_there(dev, monkeypatch):
    monkeypatch.setattr(dev, "set_up", lambda: None)
    monkeypatch.setattr(dev, "show", lambda *command, **extra: pytest.fail("the tests began"))

    with pytest.raises(dev.Trouble, match="libreoffice-writer-nogui"):
        dev.do_test(None, [])


@pytest.fixture
def with_node(dev, tmp_path, monkeypatch):
    """Answers like the Node that is one of our Python packages, which writes down what it is asked."""
    lock = dev.HERE / "e2e/node/package-lock.json"
    (lock.parent / "node_modules").mkdir(parents=True)
    lock.write_text("{}")
    monkeypatch.setattr(dev, "NODE_MODULES", lock.parent / "node_modules")
    put(dev.VENV / "bin", "python", f'echo "{tmp_path / "wheel"}"')
    put(tmp_path / "wheel/bin", "node", f'echo "$2 $3 $4" >> "{tmp_path}/npm.log"')
    return lock


def test_what_packages_are_tested_against_is_fetched_once_for_each_lock(dev, with_node, tmp_path):
    dev.ensure_node_modules()
    dev.ensure_node_modules()
    assert (tmp_path / "npm.log").read_text() == f"ci --prefix {with_node.parent}\n"

    with_node.write_text('{"newer": true}')
    dev.ensure_node_modules()
    assert len((tmp_path / "npm.log").read_text().splitlines()) == 2


def test_without_the_npm_registry_we_say_what_to_set(dev, with_node, tmp_path):
    put(tmp_path / "wheel/bin", "node", "echo ETIMEDOUT; exit 1")

    with pytest.raises(dev.Trouble, match=r"(?s)ETIMEDOUT.*NPM_CONFIG_REGISTRY"):
        dev.ensure_node_modules()

    assert not (dev.NODE_MODULES / "installed").exists()


def test_further_words_go_to_pytest(dev):
    assert dev.read_arguments(["test", "-k", "moss", "-x"])[1] == ["-k", "moss", "-x"]


def test_trouble_is_one_clear_sentence_and_an_exit_code():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [sys.executable, str(DEV), "start", "--port", str(taken.getsockname()[1])]
        ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd="/")

    assert ran.returncode == 1
    assert "is not free" in ran.stderr
    assert "Traceback" not in ran.stderr
