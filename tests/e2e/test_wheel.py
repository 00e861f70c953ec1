"""What is shipped: the built archives hold everything, and the wheel serves in a folder that holds nothing else."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tarfile
import time
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

SHIPPED = ("api", "policies", "src", "templates")
DESCRIBED = ("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE")
BIN = "Scripts" if os.name == "nt" else "bin"
PATIENCE = 30.0
DECIDE = "/v1/fruit-shop/policies/damage-claim/decide"
TERMS = "/terms/fruit-shop/en"
QUESTION = {"facts": {}, "as_of": "2026-03-03T12:00:00+08:00", "locale": "en"}


# --- building -----------------------------------------------------------------------------------


def elsewhere() -> dict[str, str]:
    """The variables of a shell that knows nothing of this repository."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV", "VIRTUAL_"))}


def run(*command: str | Path, cwd: Path) -> str:
    """What a command says that succeeds; of one that fails, all that it said is shown."""
    done = subprocess.run(command, cwd=cwd, env=elsewhere(), capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout


def build(source: Path, target: str, into: Path) -> Path:
    """The one archive that hatchling makes of ``source``."""
    run(sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", into, cwd=source)
    (archive,) = into.iterdir()
    return archive


@pytest.fixture(scope="module")
def checkout(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the archives are made of, so that a build leaves nothing in the repository."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in SHIPPED:
        shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in DESCRIBED:
        shutil.copy(root / name, copy / name)
    return copy


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(checkout, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(checkout, "sdist", tmp_path_factory.mktemp("sdist"))


def names(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


def below(folder: Path, placed: str) -> set[str]:
    """The files of a folder, as they are called where the archive places the folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {f"{placed}/{path.relative_to(folder).as_posix()}" for path in files}


@pytest.mark.parametrize(
    ("folder", "placed"),
    [
        ("src/policykit", "policykit"),
        ("api/policykit_api", "policykit_api"),
        ("policies", "policykit/policies"),
        ("templates", "policykit/templates"),
    ],
)
def test_the_wheel_holds_every_file_of(folder: str, placed: str, checkout: Path, wheel: Path):
    wanted = below(checkout / folder, placed)
    assert wanted
    assert set() == wanted - names(wheel)


def test_the_wheel_holds_nothing_beside_the_two_packages(wheel: Path):
    tops = {name.split("/")[0] for name in names(wheel)}
    assert {"policykit", "policykit_api"} == {top for top in tops if not top.endswith(".dist-info")}


def test_the_wheel_made_of_the_source_archive_is_the_same(sdist: Path, wheel: Path, tmp_path: Path):
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    assert names(wheel) == names(build(source, "wheel", tmp_path / "again"))


# --- serving ------------------------------------------------------------------------------------


def install(wheel: Path, into: Path, requirements: Path) -> None:
    """A fresh environment with the wheel in it and, of the pinned requirements, those that it needs."""
    venv.create(into, symlinks=os.name != "nt")
    wanted = into / "wheel.txt"
    wanted.write_text(f"{wheel.as_uri()} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n")
    pip = (sys.executable, "-m", "pip", "--python", into / BIN / "python")
    run(*pip, "install", "--require-hashes", "--constraint", requirements, "--requirement", wanted, cwd=into)


@pytest.fixture(scope="module")
def installed(root: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment in which nothing but the wheel and its dependencies is installed."""
    environment = tmp_path_factory.mktemp("installed")
    install(wheel, environment, root / "tests" / "requirements.txt")
    return environment / BIN


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_ready(client: httpx.Client) -> bool:
    try:
        return client.get("/health/ready").status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def await_ready(server: subprocess.Popen[bytes], client: httpx.Client, log: Path) -> None:
    """Return once the server is ready; fail with its output if it ends or takes too long."""
    give_up = time.monotonic() + PATIENCE
    while not is_ready(client):
        assert server.poll() is None, log.read_text()
        assert time.monotonic() < give_up, log.read_text()
        time.sleep(0.1)


@pytest.fixture(scope="module")
def served(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of `policykit serve`, which was started in an empty folder."""
    empty, port = tmp_path_factory.mktemp("empty"), free_port()
    log = tmp_path_factory.mktemp("log") / "server.txt"
    command = [installed / "policykit", "serve", "--host", "127.0.0.1", "--port", str(port)]
    with (
        log.open("wb") as output,
        subprocess.Popen(command, cwd=empty, env=elsewhere(), stdout=output, stderr=output) as server,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        try:
            await_ready(server, client, log)
            yield client
        finally:
            server.terminate()


def test_the_installed_command_knows_its_version(installed: Path, tmp_path: Path, wheel: Path):
    version = wheel.name.split("-")[1]
    assert version in run(installed / "policykit", "--version", cwd=tmp_path)


def test_the_installed_examples_are_without_error(installed: Path, tmp_path: Path):
    run(installed / "policykit", "check", cwd=tmp_path)


def test_the_installed_server_is_ready(served: httpx.Client):
    assert httpx.codes.OK == served.get("/health/ready").status_code


def test_the_installed_server_decides(served: httpx.Client):
    answer = served.post(DECIDE, json=QUESTION)
    assert httpx.codes.OK == answer.status_code, answer.text
    assert "damage-claim" == answer.json()["policy"]["id"]
    assert answer.json()["status"] in {"decided", "needs_info"}


def test_the_installed_server_shows_the_terms(served: httpx.Client):
    page = served.get(TERMS)
    assert httpx.codes.OK == page.status_code, page.text
    assert page.headers["content-type"].startswith("text/html")
    assert "<h1" in page.text
