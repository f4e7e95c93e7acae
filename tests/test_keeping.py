"""A5, A7, A8 and R10: what is kept of cases, for how long, and the audit log."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import stat
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from kg_query.access import ANONYMOUS, Actor, scopes_of
from kg_query.errors import InputError, LimitError
from kg_query.keeping import AuditLog, CaseStore, Conflict, verify_log

MARK = "标记-canary-7f3a"


def actor(name: str, tenant: str, *scopes: str) -> Actor:
    return Actor("key", name, tenant, scopes_of(scopes or ("assess",)), "0badcafe")


A, B, C = actor("anna", "puxian"), actor("bob", "nanmu"), actor("chen", "puxian")
ADMIN, OTHER_ADMIN = actor("dong", "puxian", "admin"), actor("erin", "nanmu", "admin")


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[CaseStore]:
    made = CaseStore(tmp_path / "cases", days=30, clock=clock)
    yield made
    made.close()


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# --- the case store -----------------------------------------------------------------------


def test_A4_a_case_is_its_owners_and_for_everybody_else_there_is_none(store: CaseStore) -> None:
    kept, new = store.keep(A, "assess", {"sent": MARK})
    ident = kept.meta.id
    assert new and UUID(ident).version == 4
    for stranger in (B, C, OTHER_ADMIN, ANONYMOUS, actor("anna", "nanmu")):
        assert store.get(stranger, ident) is None and not store.delete(stranger, ident)
        assert store.list_(stranger) == []
    for owner in (A, ADMIN):
        found = store.get(owner, ident)
        assert found is not None and found.content == {"sent": MARK}
        assert [m.id for m in store.list_(owner)] == [ident]
    assert store.delete(A, ident) and store.get(A, ident) is None


@pytest.mark.parametrize(
    "ident", ["", "..", "../LOCK", "x" * 300, "\x00", "550e8400-e29b-41d4-a716-446655440000"]
)
def test_A4_what_is_no_id_finds_nothing(store: CaseStore, ident: str) -> None:
    assert store.get(A, ident) is None and not store.delete(A, ident)


def test_A7_a_deleted_case_leaves_no_byte(store: CaseStore) -> None:
    before = files(store.folder)
    kept, _ = store.keep(A, "assess", {"sent": MARK}, "key", "digest")
    assert any(MARK.encode() in content for content in files(store.folder).values())
    store.delete(A, kept.meta.id)
    assert files(store.folder) == before


def test_A7_a_case_is_gone_when_its_time_is_over(store: CaseStore, clock: Clock) -> None:
    kept, _ = store.keep(A, "assess", {"sent": MARK})
    clock.now += timedelta(days=30) - timedelta(seconds=1)
    assert store.sweep() == 0 and store.get(A, kept.meta.id) is not None
    clock.now += timedelta(seconds=1)
    assert store.get(A, kept.meta.id) is None and store.list_(A) == [], "also before it is swept away"
    assert store.sweep() == 1
    assert not any(MARK.encode() in content for content in files(store.folder).values())


def test_A7_what_is_over_is_removed_when_the_store_is_opened(store: CaseStore, clock: Clock) -> None:
    store.keep(A, "assess", {"sent": MARK})
    store.close()
    clock.now += timedelta(days=31)
    CaseStore(store.folder, clock=clock).close()
    assert not any(MARK.encode() in content for content in files(store.folder).values())


def test_A7_cases_are_found_again_when_the_store_is_opened_and_what_was_never_finished_is_removed(
    store: CaseStore, clock: Clock
) -> None:
    kept, _ = store.keep(A, "review", {"sent": MARK}, "key", "digest")
    place = next(p for p in store.folder.iterdir() if p.is_dir())
    (place / ".unfinished-x.json").write_text(MARK)
    (place / "550e8400-e29b-41d4-a716-446655440000.json").write_text("{half")
    store.close()
    again = CaseStore(store.folder, clock=clock)
    assert again.list_(A) == [kept.meta]
    assert not (place / ".unfinished-x.json").exists()
    assert again.damaged == ["550e8400-e29b-41d4-a716-446655440000.json"]
    assert again.keep(A, "review", {"sent": "other"}, "key", "digest")[0].content == {"sent": MARK}
    again.close()


@pytest.mark.skipif(os.name != "posix", reason="SKIPPED LOUDLY: modes of files are a matter of POSIX")
def test_A5_files_of_cases_are_for_their_owner_and_are_not_called_after_anybody(store: CaseStore) -> None:
    store.keep(actor("张三", "蒲县"), "assess", {})
    for path in store.folder.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
        assert re.fullmatch(r"LOCK|[0-9a-f]{32}|[0-9a-f-]{36}\.json", path.name)


def test_A7_two_services_do_not_share_a_folder(store: CaseStore) -> None:
    with pytest.raises(InputError, match="another process"):
        CaseStore(store.folder)


def test_A7_a_full_store_says_so(tmp_path: Path) -> None:
    store = CaseStore(tmp_path, most=2)
    for _ in range(2):
        store.keep(A, "assess", {})
    with pytest.raises(LimitError):
        store.keep(A, "assess", {})
    store.keep(B, "assess", {})
    store.close()


def test_A7_a_disk_that_fails_leaves_nothing_half(store: CaseStore, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(store.folder)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(InputError, match="disk is full"):
            store.keep(A, "assess", {"sent": MARK})
    assert files(store.folder) == before and store.list_(A) == []
    assert store.keep(A, "assess", {"sent": MARK})[1]


def test_R10_the_same_key_gives_the_same_case_and_another_request_is_refused(store: CaseStore) -> None:
    kept, new = store.keep(A, "assess", {"n": 1}, "k", "d1")
    assert new
    assert store.keep(A, "assess", {"n": 2}, "k", "d1") == (kept, False)
    with pytest.raises(Conflict):
        store.keep(A, "assess", {"n": 3}, "k", "d2")
    assert store.keep(C, "assess", {}, "k", "d2")[1], "keys are each person's own"
    assert store.keep(A, "assess", {}, "", "d1")[1] and len(store.list_(A)) == 2


WRITER = """
    import json, sys
    from kg_query.access import Actor, scopes_of
    from kg_query.keeping import AuditLog, CaseStore
    actor = Actor("key", "anna", "puxian", scopes_of(["assess"]))
    store, log = CaseStore(sys.argv[1] + "/cases"), AuditLog(sys.argv[1] + "/audit.jsonl", rotate=4000)
    n = 0
    while True:
        n += 1
        kept, _ = store.keep(actor, "assess", {"n": n, "text": "x" * 20000})
        seq = log.write("cases.create", actor={"kind": "key", "id": "anna"}, object=kept.meta.id, result=201)
        print(kept.meta.id, seq, flush=True)
"""


def test_R10_A8_kill_9_between_acknowledged_writes_loses_nothing_and_leaves_no_half_case(
    tmp_path: Path,
) -> None:
    chance = random.Random(5)
    acknowledged: list[str] = []
    last = 0
    for _ in range(5):
        child = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(WRITER), str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        told = [child.stdout.readline() for _ in range(chance.randint(3, 12))]
        os.kill(child.pid, signal.SIGKILL)
        told += child.stdout.readlines()
        child.wait()
        whole = [line.split() for line in told if line.endswith("\n")]
        store = CaseStore(tmp_path / "cases")
        held = {m.id for m in store.list_(A)}
        acknowledged += [ident for ident, _ in whole]
        last = max([last, *(int(seq) for _, seq in whole)])
        assert set(acknowledged) <= held and store.damaged == []
        for ident in held:
            found = store.get(A, ident)
            assert found is not None and found.content["text"] == "x" * 20000
        assert not list((tmp_path / "cases").rglob(".unfinished-*"))
        store.close()
        log = AuditLog(tmp_path / "audit.jsonl", rotate=4000)
        assert log.seq >= last
        log.close()
        assert verify_log(tmp_path / "audit.jsonl").findings == ()
    assert last >= len(acknowledged) >= 15


# --- the audit log ------------------------------------------------------------------------


def written(path: Path, lines: int = 8, **options: object) -> AuditLog:
    log = AuditLog(path, **options)  # type: ignore[arg-type]
    for n in range(lines):
        log.write(
            "sparql.query", actor={"kind": "key", "id": "张三", "tenant": "t"}, object=f"o{n}", result=200,
            request=f"r{n}", query=f"SELECT * {{ ?s ?p '{MARK}' }}",
        )  # fmt: skip
    log.close()
    return log


def test_A8_a_line_says_who_did_what_and_not_what_was_asked(tmp_path: Path) -> None:
    import hashlib

    path = tmp_path / "audit.jsonl"
    written(path, 1)
    record = json.loads(path.read_text("utf-8"))
    assert record["actor"] == {"kind": "key", "id": "张三", "tenant": "t"}
    assert (record["action"], record["object"], record["result"], record["request"]) == (
        "sparql.query",
        "o0",
        200,
        "r0",
    )
    assert record["query"] == hashlib.sha256(f"SELECT * {{ ?s ?p '{MARK}' }}".encode()).hexdigest()
    assert MARK not in path.read_text("utf-8") and "canary" not in path.read_text("utf-8")
    assert datetime.fromisoformat(record["time"]).tzinfo is not None


Change = Callable[[list[str]], list[str]]
CHANGES: dict[str, Change] = {
    "edited": lambda lines: [*lines[:3], lines[3].replace("o3", "o9"), *lines[4:]],
    "edited with a new hash": lambda lines: [*lines[:3], forged(lines[3]), *lines[4:]],
    "removed": lambda lines: lines[:3] + lines[4:],
    "first removed": lambda lines: lines[1:],
    "reordered": lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]],
    "doubled": lambda lines: [*lines[:4], *lines[3:]],
    "last cut off": lambda lines: lines[:-1],
    "half of the last cut off": lambda lines: [*lines[:-1], lines[-1][:40]],
    "all cut off": lambda lines: [],
    "blanks put in": lambda lines: [*lines[:3], lines[3].replace('":', '": '), *lines[4:]],
    "foreign line": lambda lines: [*lines[:3], "{}\n", *lines[3:]],
    "forged at the end": lambda lines: [*lines, forged(lines[-1])],
}


def forged(line: str) -> str:
    from kg_query.keeping.chain import canonical, hash_of

    record = json.loads(line) | {"object": "forged"}
    record["hash"] = hash_of(record)
    return canonical(record) + "\n"


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("rotate", [10**9, 1500], ids=["one file", "several files"])
def test_A8_a_change_of_the_log_is_detected(tmp_path: Path, name: str, rotate: int) -> None:
    path = tmp_path / "audit.jsonl"
    written(path, 12, rotate=rotate)
    held = sorted(
        p
        for p in tmp_path.iterdir()
        if p.name.startswith("audit.jsonl") and p.suffix not in (".head", ".lock")
    )
    assert (len(held) > 1) == (rotate < 10**9)
    assert verify_log(path).findings == () and verify_log(path).lines == 12
    lines = [line for p in held if p != path for line in p.read_text("utf-8").splitlines(keepends=True)]
    lines += path.read_text("utf-8").splitlines(keepends=True) if path.exists() else []
    for p in held:
        p.unlink()
    path.write_text("".join(CHANGES[name](lines)), "utf-8")
    found = verify_log(path).findings
    assert found and all(f.message.zh and f.message.en for f in found)
    if name in ("last cut off", "all cut off", "forged at the end"):
        with pytest.raises(InputError):
            AuditLog(path)  # nothing is added to a log that is not what it was


def test_A8_a_finished_file_that_is_removed_is_missed(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    written(path, 12, rotate=1500)
    next(tmp_path.glob("audit.jsonl.000000001-*")).unlink()
    assert verify_log(path).findings


def test_A8_a_log_without_its_head_and_one_that_starts_anew_are_told(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    noted = written(path, 5).head
    assert verify_log(path, noted).findings == ()
    (tmp_path / "audit.jsonl.head").unlink()
    assert verify_log(path).findings
    with pytest.raises(InputError):
        AuditLog(path)
    path.unlink()
    written(path, 5)  # forged from the first line on, with a head of its own
    assert verify_log(path).findings == (), "nothing in the log itself tells it"
    assert verify_log(path, noted).findings, "a head that was noted elsewhere does"


def test_A8_a_log_goes_on_where_it_ended(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    for _ in range(3):
        written(path, 3, rotate=1500)
    report = verify_log(path)
    assert (report.lines, report.first, report.last, report.findings) == (9, 1, 9, ())


def test_A8_a_crash_before_the_head_or_in_a_line_is_no_forgery(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    written(path, 3)
    head = (tmp_path / "audit.jsonl.head").read_bytes()
    written(path, 1)
    (tmp_path / "audit.jsonl.head").write_bytes(head)  # line 4 is there, its head is not
    assert verify_log(path).findings == ()
    with path.open("ab") as stream:
        stream.write(b'{"action":"half')
    log = written(path, 1)
    assert log.seq == 5 and verify_log(path).findings == ()


def test_A8_logs_are_kept_for_half_a_year_and_removed_after(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "audit.jsonl"
    written(path, 12, rotate=1500, clock=clock)
    first = next(tmp_path.glob("audit.jsonl.000000001-*"))
    clock.now += timedelta(days=184)
    written(path, 6, rotate=1500, clock=clock)
    assert first.exists(), "half a year is not over by the longest count"
    clock.now += timedelta(days=20)
    written(path, 6, rotate=1500, clock=clock)
    assert not first.exists()
    report = verify_log(path)
    assert report.findings == () and report.first > 1 and report.last == 24


def test_A8_the_command_tells_a_whole_log_from_one_that_was_changed(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    head = written(path, 4).head

    def kgq(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "kg_query", "audit", *words, "--lang", "en"], capture_output=True, text=True)  # fmt: skip

    whole = kgq("verify", str(path), "--format", "json")
    assert whole.returncode == 0 and json.loads(whole.stdout)["head"] == head
    assert kgq("verify", str(path), "--head", head).returncode == 0
    assert kgq("verify", str(path), "--head", "0" * 63 + "1").returncode == 1
    path.write_text(path.read_text("utf-8").replace("o2", "o7"), "utf-8")
    changed = kgq("verify", str(path))
    assert changed.returncode == 1 and "line 3" in changed.stdout
    assert kgq("verify", str(tmp_path / "none")).returncode == 3
