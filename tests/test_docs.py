"""The documents cannot lie: every command of the READMEs and guides runs, and what they print is what they say."""

from __future__ import annotations

import io
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import pytest
from served import dataset_folder
from thorough import THOROUGH

from kg_query.cli.run import run

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")
#: Pages in English and Chinese whose commands and programs are run as those of the READMEs are.
TOURS = (
    READMES,
    ("docs/comparison.md", "docs/comparison.zh-CN.md"),
    ("docs/defects.md", "docs/defects.zh-CN.md"),
)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def blocks(name: str) -> list[tuple[str, str]]:
    """The fenced blocks of a document, as (language, text)."""
    return BLOCK.findall((ROOT / name).read_text(encoding="utf-8"))


def stretches() -> list:
    """The commands of each block of the pages, with the output that is printed below it, if any.

    Of a page in Chinese only those whose output is printed: it has the commands of the page in English. The first
    of a page in English whose output is printed are to run as a reader would run them; make test-all: all of them.
    """
    found = []
    for name in (page for pair in TOURS for page in pair):
        listed, printed = blocks(name), 0
        for i, (kind, text) in enumerate(listed):
            if kind == "sh":
                lines = text.strip().splitlines()
                said = listed[i + 1][1] if i + 1 < len(listed) and listed[i + 1][0] == "text" else None
                chinese = name in (pair[1] for pair in TOURS)
                if said is None and chinese:
                    continue
                printed += said is not None
                alone = said is not None and not chinese and (THOROUGH or printed == 1)
                found.append(pytest.param(lines, said, alone, id=f"{name}: {lines[0][:60]}"))
    return found


def serves(command: str, key: str, folder: Path, env: dict[str, str]) -> None:
    """The service starts as the page says, but for its port, says where it is, and ends when it is told to.

    Where cases are kept, the holder of the key asks for theirs.
    """
    process = subprocess.Popen(
        ["bash", "-c", f"exec {command} --port 0 --no-warm-up"],
        cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    assert process.stdout is not None
    said = process.stdout.readline()
    place = re.search(r"http://127\.0\.0\.1:\d+", said)
    try:
        if place is not None and "--keep-cases" in command:
            bearer = {"Authorization": f"Bearer {key}"}
            with urlopen(Request(f"{place[0]}/api/v1/cases", headers=bearer), timeout=60) as answer:
                assert answer.status == 200
    finally:
        process.send_signal(signal.SIGTERM)
        _, faults = process.communicate(timeout=60)
    assert process.returncode == 0, faults
    assert place is not None, faults


def takes(command: str, env: dict[str, str]) -> None:
    """A store that keeps to the protocols takes the graphs that the page sends it; one of them will do here."""
    import pyoxigraph as ox
    from stub_store import Asked, Reply, StubStore

    held = ox.Store()

    def answer(asked: Asked) -> Reply:
        address = urlsplit(asked.path)
        if asked.method == "PUT":
            [graph] = parse_qs(address.query)["graph"]
            kind = ox.RdfFormat.from_media_type(asked.headers["content-type"])
            held.bulk_load(asked.body, format=kind, to_graph=ox.NamedNode(graph))
            return 201, {}, b""
        [query] = parse_qs(asked.body.decode())["query"]
        found = held.query(query)
        assert isinstance(found, ox.QuerySolutions)
        said = {"Content-Type": "application/sparql-results+json"}
        return 200, said, found.serialize(format=ox.QueryResultsFormat.JSON) or b""

    with StubStore(answer).running() as store:
        one = "https://w3id.org/kg-query/graph/data/nanmu/norms.ttl"
        here = command.replace("http://localhost:3030", f"http://127.0.0.1:{store.port}")
        done = subprocess.run(
            ["bash", "-c", f"{here} --graph {one} --format json"],
            env=env, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(held) > 500


@pytest.mark.parametrize(("lines", "expected", "alone"), stretches())
def test_the_commands_of_the_pages_run_and_print_what_is_said(
    lines: list[str],
    expected: str | None,
    alone: bool,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One after the other in a folder of their own, so that a file which one writes is there for the next.

    Some, and those about a service, run as a reader would run them: in a shell, each a process of its own. The
    others run in this process, on a graph that is opened once.
    """
    for folder in ("data", "tests"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    serving = any(re.match(r"kgq (--\w+ \S+ )*(serve|store)\b", line) for line in lines)
    if serving:
        cache = tmp_path / "cache"
        (cache / "kg-query").mkdir(parents=True)
        (cache / "kg-query" / "store").symlink_to(dataset_folder())
        env |= {"XDG_CACHE_HOME": str(cache), "KGQ_WORKERS": "1"}
    alone = alone or serving
    said, key = "", ""
    for command in lines:
        assert command.startswith("kgq ")
        if command.startswith("kgq serve"):
            serves(command, key, tmp_path, env)
            continue
        if command.startswith("kgq push"):
            takes(command, env)
            continue
        if alone:
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=tmp_path, env=env, capture_output=True, text=True, encoding="utf-8", timeout=300,
            )  # fmt: skip
            code, said, faults = done.returncode, done.stdout, done.stderr
        else:
            code = run(shlex.split(command)[1:])
            sys.stdout.flush()
            said, faults = (text.replace("\r\n", "\n") for text in capfd.readouterr())
        assert code == 0, faults
        if command.startswith("kgq keys create"):
            key = said.strip()
        written = re.findall(r"--(?:output|form|summary) (\S+)", command)
        assert all((tmp_path / name).stat().st_size for name in written)
        assert said.strip() or written
    if expected is not None:
        assert said == expected


@pytest.mark.parametrize("name", [*READMES, *TOURS[1]])
def test_the_python_of_the_pages_runs(name: str) -> None:
    programs = [text for kind, text in blocks(name) if kind == "python"]
    assert programs
    for program in programs:
        exec(compile(program, name, "exec"), {})


def commands(name: str) -> list[str]:
    """The commands of a page, one a line."""
    return [line for kind, text in blocks(name) if kind == "sh" for line in text.strip().splitlines()]


def test_both_readmes_show_the_same_commands() -> None:
    """Two languages, one tour: the same verbs in the same order."""
    verbs = [
        [re.sub(r"--(lang|data) \S+ ", "", line).split()[1] for line in commands(name)] for name in READMES
    ]
    assert verbs[0] == verbs[1]


@pytest.mark.parametrize("pages", TOURS[1:], ids=lambda pages: pages[0])
def test_both_guides_show_the_same_commands(pages: tuple[str, str]) -> None:
    """Word for word, but for the language."""
    english, chinese = map(commands, pages)
    assert english == [line.replace("--lang zh", "--lang en") for line in chinese]
    assert all("--lang en" in line for line in english)


@pytest.mark.parametrize(
    "name",
    [
        *READMES,
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "SECURITY.zh-CN.md",
        "THREAT_MODEL.md",
        "THREAT_MODEL.zh-CN.md",
        *(str(p.relative_to(ROOT)) for p in (ROOT / "docs").rglob("*.md")),
    ],
)
def test_every_link_into_the_repository_leads_somewhere(name: str) -> None:
    page = ROOT / name
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{name} links to {target}"


def test_every_command_is_told_in_the_readme() -> None:
    from kg_query.cli.app import COMMANDS

    told = {re.sub(r"--(lang|data) \S+ ", "", line).split()[1] for line in commands("README.md")}
    assert told == set(COMMANDS)
