"""Whether an audit log is whole: no line edited, removed, moved or cut off."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg_query.errors import InputError
from kg_query.model import Text

from .chain import START, finished, hash_of, head_file, lines_of, read_head, record_of

__all__ = ["Finding", "Report", "verify_log"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a log: in which file, at which line (from 1), and what."""

    file: str
    line: int | None
    message: Text


@dataclass(frozen=True, slots=True)
class Report:
    """What a look through a log gives.

    Attributes:
        lines: how many lines there are. first, last: their numbers; 0 where there are none.
        head: the hash of the last line, to be noted elsewhere.
        findings: what is wrong; empty where nothing is.
    """

    lines: int
    first: int
    last: int
    head: str
    findings: tuple[Finding, ...]


def verify_log(path: str | Path, head: str | None = None) -> Report:
    """Looks through a log and the files finished before it.

    Args:
        path: the log. head: a hash that was noted before, which must be that of one of the lines.

    Raises:
        InputError: there is no such log.
    """
    log = Path(path)
    files = [*finished(log), *([log] if log.exists() else [])]
    noted = read_head(log)
    if not files and noted is None:
        raise InputError(Text("没有这个审计日志", "there is no such audit log"), str(log))
    findings: list[Finding] = []
    begins = noted[2] if noted else (1, START)
    expected, prev, first, lines = begins[0], begins[1], 0, 0
    hashes = {prev}
    for file in files:
        for number, raw in enumerate(lines_of(file), 1):
            record = record_of(raw)
            if record is None:
                findings.append(Finding(file.name, number, Text("这一行不完整或者不是日志", "the line is not whole, or no line of a log")))  # fmt: skip
                continue
            if record["hash"] != hash_of(record):
                findings.append(Finding(file.name, number, Text("这一行被改动过", "the line was changed")))
            if record["seq"] < begins[0]:
                hashes.add(record["hash"])
                continue  # was about to be removed when the program stopped
            if record["seq"] != expected or record["prev"] != prev:
                findings.append(Finding(file.name, number, Text(
                    f"与前一行不相接：应为第 {expected} 条，却是第 {record['seq']} 条",
                    f"it does not follow on the line before: {expected} was expected, {record['seq']} found",
                )))  # fmt: skip
            first, lines = first or record["seq"], lines + 1
            expected, prev = record["seq"] + 1, record["hash"]
            hashes.add(prev)
    if noted is None:
        findings.append(Finding(head_file(log).name, None, Text("没有日志头，末尾是否被截去无从得知", "there is no head; whether the end was cut off cannot be told")))  # fmt: skip
    elif noted[1] != prev and not (expected == noted[0] + 2 and noted[1] in hashes):
        findings.append(Finding(log.name, None, Text(
            f"末尾与日志头不符：应到第 {noted[0]} 条，却到第 {expected - 1} 条",
            f"the end is not that of the head: the last line should be {noted[0]}, but is {expected - 1}",
        )))  # fmt: skip
    if head is not None and head.strip().lower() not in hashes:
        findings.append(
            Finding(log.name, None, Text("没有一行的散列与给出的相同", "no line has the hash that was given"))
        )
    return Report(lines, first, expected - 1 if lines else 0, prev, tuple(findings))
