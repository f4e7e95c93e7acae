"""The documents cannot lie: every command of both READMEs runs, and what they print is what they say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def blocks(name: str) -> list[tuple[str, str]]:
    """The fenced blocks of a document, as (language, text)."""
    return BLOCK.findall((ROOT / name).read_text(encoding="utf-8"))


def stretches() -> list:
    """The commands of each block of the READMEs, with the output that is printed below it, if any."""
    found = []
    for name in READMES:
        listed = blocks(name)
        for i, (kind, text) in enumerate(listed):
            if kind == "sh":
                lines = text.strip().splitlines()
                said = listed[i + 1][1] if i + 1 < len(listed) and listed[i + 1][0] == "text" else None
                found.append(pytest.param(lines, said, id=f"{name}: {lines[0][:60]}"))
    return found


@pytest.mark.parametrize(("commands", "expected"), stretches())
def test_the_commands_of_the_readme_run_and_print_what_is_said(
    commands: list[str], expected: str | None, tmp_path: Path
) -> None:
    """One after the other in a folder of their own, so that a file which one writes is there for the next."""
    for folder in ("data", "tests"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    for command in commands:
        assert command.startswith("kgq ")
        run = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
        )
        assert run.returncode == 0, run.stderr
        written = re.findall(r"--(?:output|form|summary) (\S+)", command)
        assert all((tmp_path / name).stat().st_size for name in written)
        assert run.stdout.strip() or written
    if expected is not None:
        assert run.stdout == expected


@pytest.mark.parametrize("name", READMES)
def test_the_python_of_the_readme_runs(name: str) -> None:
    programs = [text for kind, text in blocks(name) if kind == "python"]
    assert programs
    for program in programs:
        exec(compile(program, name, "exec"), {})


def test_both_readmes_show_the_same_commands() -> None:
    """Two languages, one tour: the same verbs in the same order."""
    verbs = [
        [
            re.sub(r"--lang (zh|en) ", "", line).split()[1]
            for kind, text in blocks(name)
            if kind == "sh"
            for line in text.strip().splitlines()
        ]
        for name in READMES
    ]
    assert verbs[0] == verbs[1]


@pytest.mark.parametrize(
    "name",
    [
        *READMES,
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        *(str(p.relative_to(ROOT)) for p in (ROOT / "docs").rglob("*.md")),
    ],
)
def test_every_link_into_the_repository_leads_somewhere(name: str) -> None:
    page = ROOT / name
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{name} links to {target}"


def test_every_command_is_told_in_the_readme() -> None:
    from kg_query.cli.app import COMMANDS

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    told = {
        re.sub(r"--(lang|data) \S+ ", "", line).split()[1]
        for kind, block in BLOCK.findall(text)
        if kind == "sh"
        for line in block.strip().splitlines()
    }
    assert told == set(COMMANDS)
