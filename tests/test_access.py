"""A1 and A2: API keys and identities from a reverse proxy."""

from __future__ import annotations

import json
import os
import stat
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kg_query.access import ANONYMOUS, IDENTITY_HEADERS, PREFIX, Ambiguous, KeyFile, Proxies, scopes_of
from kg_query.errors import InputError, UsageError


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys(tmp_path: Path, clock: Clock) -> KeyFile:
    return KeyFile(tmp_path / "keys.json", clock)


# --- A1 -----------------------------------------------------------------------------------


def test_A1_a_key_has_32_random_bytes_and_a_prefix_and_is_kept_as_a_digest(keys: KeyFile) -> None:
    import base64
    import hashlib

    secret, key = keys.create("蒲县司法局 张某", "puxian", ("assess",))
    other, _ = keys.create("x", "puxian", ("assess",))
    assert secret.startswith("kgq_") and PREFIX == "kgq_" and secret != other
    assert len(base64.urlsafe_b64decode(secret.removeprefix("kgq_") + "=")) == 32
    content = keys.path.read_text("utf-8")
    assert secret not in content and secret.removeprefix("kgq_") not in content
    assert hashlib.sha256(secret.encode()).hexdigest() == key.digest and key.digest in content
    assert keys.verify(secret) == key


def test_A1_the_file_of_keys_is_for_its_owner_only(keys: KeyFile) -> None:
    secret, _ = keys.create("a", "t", ("read",))
    assert stat.S_IMODE(keys.path.stat().st_mode) == 0o600
    for mode in (0o640, 0o604, 0o660):
        keys.path.chmod(mode)
        with pytest.raises(InputError, match="others than its owner"):
            KeyFile(keys.path).verify(secret)
    keys.path.chmod(0o600)
    assert KeyFile(keys.path, keys.clock).verify(secret)


def test_A1_a_wrong_expired_or_revoked_key_is_no_key(keys: KeyFile, clock: Clock) -> None:
    secret, key = keys.create("a", "t", ("write",), days=10)
    assert keys.verify(secret[:-1] + ("A" if secret[-1] != "A" else "B")) is None
    assert (
        keys.verify("") is None and keys.verify(secret.upper()) is None and keys.verify("kgq_\ud800") is None
    )
    assert keys.verify(key.digest) is None, "what is in the file does not open the door"
    clock.now += timedelta(days=10) - timedelta(seconds=1)
    assert keys.verify(secret) == key
    clock.now += timedelta(seconds=1)
    assert keys.verify(secret) is None
    lasting, kept = keys.create("b", "t", ("read",), days=None)
    assert keys.verify(lasting) == kept
    keys.revoke(kept.id)
    assert keys.verify(lasting) is None
    clock.now += timedelta(days=1)
    assert keys.revoke(kept.id).revoked == clock.now - timedelta(days=1), "revoked when it was first revoked"


def test_A1_what_another_process_changes_holds_at_once(keys: KeyFile, clock: Clock) -> None:
    served = KeyFile(keys.path, clock)
    assert served.all() == ()
    secret, key = keys.create("a", "t", ("read",))
    assert served.verify(secret) == key
    keys.revoke(key.id)
    assert served.verify(secret) is None


def test_A1_keys_made_at_once_are_all_kept(keys: KeyFile) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(
            pool.map(lambda n: KeyFile(keys.path, keys.clock).create(f"o{n}", "t", ("read",)), range(12))
        )
    assert {k.id for _, k in made} == {k.id for k in keys.all()} and len(keys.all()) == 12
    assert all(keys.verify(secret) for secret, _ in made)


def test_A1_every_key_is_compared_whether_or_not_one_was_found(
    keys: KeyFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    import hmac

    secrets = [keys.create(f"o{n}", "t", ("read",))[0] for n in range(5)]
    count = 0
    real = hmac.compare_digest

    def counting(a: str, b: str) -> bool:
        nonlocal count
        count += 1
        return real(a, b)

    monkeypatch.setattr(hmac, "compare_digest", counting)
    for shown in (secrets[0], secrets[-1], "kgq_wrong"):
        count = 0
        keys.verify(shown)
        assert count == 5


def test_A1_a_wrong_and_an_expired_key_take_about_the_same_time(keys: KeyFile, clock: Clock) -> None:
    secret, _ = keys.create("a", "t", ("read",), days=1)
    for n in range(20):
        keys.create(f"o{n}", "t", ("read",))
    clock.now += timedelta(days=2)

    def median(shown: str) -> float:
        taken = []
        for _ in range(200):
            start = time.perf_counter()
            assert keys.verify(shown) is None
            taken.append(time.perf_counter() - start)
        return statistics.median(taken)

    wrong, expired = median("kgq_" + "A" * 43), median(secret)
    assert 1 / 3 < wrong / expired < 3


@pytest.mark.parametrize(
    ("owner", "tenant", "scopes", "days"),
    [("", "t", ("read",), 1), ("a", " t", ("read",), 1), ("a", "t", (), 1), ("a", "t", ("root",), 1),
     ("a", "t", ("read",), 0), ("a", "t", ("read",), float("nan")), ("a\n", "t", ("read",), 1), ("a" * 201, "t", ("read",), 1)],
)  # fmt: skip
def test_A1_what_cannot_be_a_key_is_refused_and_nothing_is_written(
    keys: KeyFile, owner: str, tenant: str, scopes: tuple[str, ...], days: float
) -> None:
    with pytest.raises(UsageError):
        keys.create(owner, tenant, scopes, days)
    assert keys.all() == ()


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"format":1}', '{"format":2,"keys":[]}', '{"format":1,"keys":[{}]}', "\ud800"]
)
def test_A1_a_file_that_is_no_file_of_keys_lets_nobody_in(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    path.chmod(0o600)
    with pytest.raises(InputError):
        KeyFile(path).verify("kgq_x")


def test_A1_a_scope_includes_those_before_it() -> None:
    assert scopes_of(["admin"]) == {"read", "assess", "write", "admin"} and scopes_of([]) == frozenset()
    assert not ANONYMOUS.may("write") and not ANONYMOUS.may("admin")


def kgq(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg_query", *words], capture_output=True, text=True, check=False,
        env={**os.environ, "LANG": "en_US.UTF-8", **(env or {})},
    )  # fmt: skip


def test_A1_the_commands_make_list_and_revoke_keys_and_show_a_key_once(tmp_path: Path) -> None:
    file = str(tmp_path / "sub" / "keys.json")
    made = kgq(
        "keys",
        "create",
        "clerk",
        "--tenant",
        "puxian",
        "--scope",
        "assess",
        "--file",
        file,
        "--format",
        "json",
    )
    assert made.returncode == 0, made.stderr
    said = json.loads(made.stdout)
    secret, ident = said["key"], said["id"]
    assert KeyFile(file).verify(secret)
    listed = kgq("keys", "list", "--file", file)
    assert listed.returncode == 0 and "clerk" in listed.stdout and ident in listed.stdout
    assert secret not in listed.stdout + listed.stderr and "sha256" not in listed.stdout
    assert kgq("keys", "revoke", ident, "--file", file).returncode == 0
    assert KeyFile(file).verify(secret) is None
    row = json.loads(kgq("keys", "list", "--file", file, "--format", "json").stdout)[0]
    assert row["state"] == "revoked" and "sha256" not in row
    assert kgq("keys", "revoke", "nosuch", "--file", file).returncode == 2
    assert kgq("keys", "create", "x", "--scope", "root", "--file", file).returncode == 2


# --- A2 -----------------------------------------------------------------------------------

Headers = list[tuple[bytes, bytes]]
USER: Headers = [(b"host", b"h"), (b"x-forwarded-user", b"zhang@pu")]


@pytest.mark.parametrize("peer", ["10.0.0.6", "127.0.0.1", "::1", None, "", "nonsense", "10.0.0.5.evil"])
def test_A2_an_identity_from_elsewhere_is_ignored_and_taken_away(peer: str | None) -> None:
    actor, rest = Proxies(["10.0.0.5", "fd00::/8"]).identify(peer, USER)
    assert actor is None and rest == [(b"host", b"h")]


@pytest.mark.parametrize(
    ("trusted", "peer"),
    [
        ("10.0.0.5", "10.0.0.5"),
        ("10.0.0.0/24", "10.0.0.77"),
        ("fd00::/8", "fd00::1"),
        ("unix", None),
        ("10.0.0.5", "::ffff:10.0.0.5"),
    ],
)
def test_A2_an_identity_from_a_trusted_proxy_is_believed(trusted: str, peer: str | None) -> None:
    groups = (b"x-forwarded-groups", b"all, kgq:tenant:puxian,kgq:scope:write")
    actor, rest = Proxies([trusted]).identify(peer, [*USER, groups])
    assert actor is not None and rest == [(b"host", b"h")]
    assert (actor.kind, actor.id, actor.tenant) == ("proxy", "zhang@pu", "puxian") and actor.may("write")
    plain, _ = Proxies([trusted]).identify(peer, USER)
    assert plain is not None and plain.tenant == "proxy" and not plain.may("write")


def test_A2_without_configuration_no_header_is_believed() -> None:
    none = Proxies()
    every = [(name, b"root") for name in sorted(IDENTITY_HEADERS)] + [(b"X_Forwarded_User", b"root")]
    for peer in ("127.0.0.1", None, "::1"):
        assert none.identify(peer, every) == (None, [])


@pytest.mark.parametrize(
    "headers",
    [
        [*USER, (b"x-forwarded-user", b"root")], [(b"x-forwarded-user", b"")], [(b"x-forwarded-user", b"\xff")],
        [(b"x-forwarded-user", b"a" * 300)], [(b"x-forwarded-user", "a\u202eb".encode())],
        [*USER, (b"x-forwarded-groups", b"kgq:tenant:a,kgq:tenant:b")], [*USER, (b"x-forwarded-groups", b"kgq:tenant:")],
    ],
)  # fmt: skip
def test_A2_an_identity_that_can_be_read_in_two_ways_is_none(headers: Headers) -> None:
    with pytest.raises(Ambiguous):
        Proxies(["unix"]).identify(None, headers)


@pytest.mark.parametrize("word", ["", "localhost", "10.0.0.5/8", "*", "10.0.0"])
def test_A2_only_addresses_networks_and_unix_can_be_trusted(word: str) -> None:
    with pytest.raises(UsageError):
        Proxies([word])


def test_A2_one_who_names_a_scope_without_its_prefix_has_no_scope() -> None:
    actor, _ = Proxies(["unix"]).identify(None, [*USER, (b"x-forwarded-groups", b"admin,scope:admin")])
    assert actor is not None and not actor.may("write")
