"""The guide to the service cannot lie: its commands and programs are run against services started as it says."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from served import dataset_folder

ROOT = Path(__file__).parent.parent
GUIDES = ("docs/service.md", "docs/service.zh-CN.md")
ADDRESS = "http://127.0.0.1:8000"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
#: Is not run again here: the dataset of the tests, which it made, is there already (tests/test_store_command.py).
BUILD = "kgq store build"
_STATUS = re.compile(r"\s+# (\d{3})$")


def blocks(name: str, kind: str) -> list[str]:
    """The fenced blocks of a language."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return [content for language, content in BLOCK.findall(text) if language == kind]


def commands(name: str) -> list[str]:
    """The commands of a guide, one a line."""
    return [line for block in blocks(name, "sh") for line in block.strip().splitlines()]


@dataclass
class Desk:
    """A folder in which the commands of the guide are given, and the service that runs at the moment."""

    folder: Path
    cache: Path
    running: subprocess.Popen[str] | None = None
    command: str = ""
    port: int = 0
    key: str = "KEY"
    told: list[str] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("KGQ_")}
        path = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
        return {**kept, "PATH": path, "XDG_CACHE_HOME": str(self.cache), "LC_ALL": "C.UTF-8"}

    def here(self, text: str) -> str:
        """A command or program as it is run here: the port and the key are those of the test."""
        return text.replace(ADDRESS, f"http://127.0.0.1:{self.port}").replace(
            "Bearer KEY", f"Bearer {self.key}"
        )

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-c", self.here(command)],
            cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip

    def serve(self, command: str) -> None:
        """Starts the service as the guide says, but for the port; returns when it is ready.

        What it would work out ahead of its users it leaves be: that has tests of its own (tests/test_warm_up.py).
        """
        if command == self.command:
            return
        self.stop()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.running = subprocess.Popen(
            ["bash", "-c", command.replace("kgq serve", "exec kgq serve --workers 1 --no-warm-up") + f" --port {self.port}"],
            cwd=self.folder, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.command = command
        until = time.monotonic() + 240
        while time.monotonic() < until:
            if self.running.poll() is not None:
                assert self.running.stderr is not None
                raise AssertionError(f"{command}: {self.running.stderr.read()}")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/ready", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise AssertionError(f"{command} is not ready")

    def stop(self) -> None:
        """Ends the service by SIGTERM, as its manager would; it ends regularly."""
        if self.running is None:
            return
        self.running.send_signal(signal.SIGTERM)
        _, log = self.running.communicate(timeout=60)
        assert self.running.returncode == 0, log
        self.told += log.splitlines()
        self.running, self.command = None, ""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    folder = tmp_path_factory.mktemp("guide")
    (folder / "data").symlink_to(ROOT / "data")
    desk = Desk(folder, tmp_path_factory.mktemp("cache"))
    shutil.copytree(
        dataset_folder(), desk.cache / "kg-query" / "store", ignore=shutil.ignore_patterns("writable")
    )
    try:
        yield desk
    finally:
        desk.stop()


@pytest.mark.slow
def test_the_python_of_the_guide_runs(desk: Desk) -> None:
    """SPARQLWrapper gets what the guide says."""
    pytest.importorskip("SPARQLWrapper")
    desk.serve("kgq serve")
    programs = blocks(GUIDES[0], "python")
    assert programs
    for program in programs:
        exec(compile(desk.here(program), GUIDES[0], "exec"), {})


@pytest.mark.slow
def test_what_the_r_of_the_guide_asks_for_is_a_table(desk: Desk) -> None:
    """The address that the R program puts together, asked without R, gives CSV with the columns of the query."""
    from urllib.parse import quote

    desk.serve("kgq serve")
    [program] = blocks(GUIDES[0], "r")
    query = re.search(r'query <- "(.*?)"', program, re.S)
    address = re.search(r'"(http://\S+query=)"', program)
    assert query is not None and address is not None
    with urllib.request.urlopen(desk.here(address[1]) + quote(query[1], safe="")) as answer:
        assert answer.headers["Content-Type"].startswith("text/csv")
        head, *rows = answer.read().decode().splitlines()
    assert head == "g,n" and len(rows) > 50


@pytest.mark.slow
def test_every_command_of_the_guide_does_what_is_said(desk: Desk) -> None:
    """From the first to the last, each against the service that was started last; curl ends with the status told."""
    assert commands(GUIDES[0]).count(BUILD) == 1
    requests = 0
    for command in commands(GUIDES[0]):
        status = _STATUS.search(command)
        bare = _STATUS.sub("", command)
        if "kgq serve" in bare:
            desk.serve(bare)
        elif bare.startswith("curl "):
            if not desk.running:
                desk.serve("kgq serve")
            done = desk.run(f"{bare} -w '%{{stderr}}%{{http_code}}'")
            assert done.returncode == 0, (command, done.stderr)
            wanted = status.group(1) if status else "20"
            assert done.stderr.strip().startswith(wanted), (command, done.stderr, done.stdout[:2000])
            written = re.findall(r"-o (\S+)", bare)
            files = [desk.folder / name for name in written if name != "/dev/null"]
            assert all(f.stat().st_size for f in files)
            assert done.stdout or written or "-X" in bare or "update=" in bare, command
            requests += 1
        elif bare != BUILD:
            assert bare.startswith("kgq ")
            if bare.startswith("kgq audit"):
                desk.stop()  # a log has one writer, and its last line is then there
            done = desk.run(bare)
            assert done.returncode == 0, (command, done.stderr)
            if bare.startswith("kgq keys create"):
                desk.key = done.stdout.strip()
    assert requests > 40
    desk.stop()
    assert not [line for line in desk.told if '"level": "error"' in line]


def test_both_guides_show_the_same_commands() -> None:
    """Word for word, but for the language of the answers."""
    english, chinese = map(commands, GUIDES)
    assert english == [line.replace("lang=zh", "lang=en") for line in chinese]
    for kind in ("python", "r", "ini", "text"):
        assert blocks(GUIDES[0], kind) == blocks(GUIDES[1], kind)


@pytest.mark.parametrize("name", GUIDES)
def test_every_place_that_a_guide_names_within_itself_is_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    anchors = set(re.findall(r'<a id="([\w-]+)">', text))
    anchors |= {h.strip().lower().replace(" ", "-") for h in re.findall(r"^##+ (.*)$", text, re.M)}
    for target in re.findall(r"\]\(#([^)]+)\)", text):
        assert target in anchors, f"{name} has no #{target}"


@pytest.mark.parametrize("name", GUIDES)
def test_every_option_of_the_service_is_in_the_table_of_settings(name: str) -> None:
    """Those of `kgq serve --help`, with the default that it states; and no option that there is not."""
    run = subprocess.run(
        [sys.executable, "-m", "kg_query", "--lang", "en", "serve", "--help"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    options = set(re.findall(r"^  (--[a-z-]+)", run.stdout, re.M)) - {"--help", "--lang"}
    assert len(options) > 15
    text = (ROOT / name).read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| `--")]
    told = {option for row in rows for option in re.findall(r"`(--[a-z-]+)", row.split("|")[1])}
    assert told == options | {"--no-cors", "--no-warm-up", "--data"}
    for option, default in re.findall(r"^  (--[a-z-]+) .*?; (\S+) by default", run.stdout, re.M):
        [row] = [r for r in rows if f"`{option}" in r.split("|")[1]]
        assert default in row.split("|")[2], (option, default)


@pytest.mark.parametrize("name", GUIDES)
def test_every_problem_figure_and_path_that_a_guide_names_is_there(name: str) -> None:
    """Slugs of problem types, names of metrics, limits."""
    from kg_query.sparql.guard import MAX_DEPTH, MAX_TOKENS
    from kg_query.web import metrics, settings
    from kg_query.web.problem_types import TYPES

    text = (ROOT / name).read_text(encoding="utf-8")
    for status, slug in re.findall(r"\b([45]\d\d) `([a-z-]+)`", text):
        assert int(status) in TYPES[slug].statuses, slug
    source = Path(metrics.__file__).read_text(encoding="utf-8")
    for figure in re.findall(r"`(kgq_[a-z_]+)`", text):
        assert f'"{figure.removesuffix("_total")}"' in source, figure
    default = settings.Settings()
    for number in (MAX_TOKENS, default.rows):
        assert f"{number:,}" in text
    assert str(MAX_DEPTH) in text and f"{default.query_seconds:g}" in text
    assert f"{default.max_body >> 20} MiB" in text and f"{default.max_upload >> 20} MiB" in text
