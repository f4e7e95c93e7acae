"""How a service is set up: where it listens, what stands behind it, what it allows."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["LOCAL_HOSTS", "LONGEST_QUERY", "Settings"]

#: Names under which a service on this machine is always reached.
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
#: The longest time that a client can ask for, in seconds.
LONGEST_QUERY = 30.0


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one service; the defaults are those of `kgq serve` without options.

    Attributes:
        host: address to listen on.
        port: port to listen on; 0: any that is free.
        public_url: address under which clients reach the service, without a slash at the end; empty:
            the address that each request names.
        allowed_hosts: further names that a request may give as Host.
        data: folders of data added to the bundled ones, as `kgq --data`.
        store_folder: where datasets lie; None: in the user's cache.
        store_url, store_update, store_graphs: a remote store: where it answers queries, takes updates,
            keeps graphs.
        writable: whether the store takes changes, from holders of `token`.
        token: the secret for changes; never shown.
        workers: processes that answer queries.
        task_workers: processes that answer the API.
        waiting: how many jobs may wait for a process.
        query_seconds: time for a query that asks for no other, in seconds.
        rows: most rows of a result.
        memory: most memory of a worker, in bytes.
        max_body: longest body of a request, in bytes.
        max_upload: longest body where files are uploaded, in bytes.
        body_seconds: how long a body may take to arrive, in seconds.
        rate: requests a second that one key or address may make on average; 0: as many as it likes.
        burst: how many it may make at once.
        keys_file: file of API keys; None: none are known.
        allow_anonymous: whether anybody may use a service that others than this machine can reach.
        trusted_proxies: addresses, networks or "unix", whose word on who is asking counts.
        keep_cases: folder in which cases are kept on request; None: nothing is kept.
        keep_days: for how long, in days.
        keep_informant: whether what people reported, and who they are, is kept with a case.
        audit_log: file of the audit log; None: there is none.
        cors: whether scripts of any site may read what is public.
        warm_up: whether `kgq serve` works out, once it is ready, what its pages rest on and what takes seconds.
        log_format: "json" or "none".
        grace: how long requests under way may take once the service ends, in seconds.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    allowed_hosts: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    store_folder: Path | None = None
    store_url: str = ""
    store_update: str = ""
    store_graphs: str = ""
    writable: bool = False
    token: str = field(default="", repr=False)
    workers: int = 2
    task_workers: int = 1
    waiting: int = 32
    query_seconds: float = 10.0
    rows: int = 100_000
    memory: int = 2 * 1024**3
    max_body: int = 10 * 1024**2
    max_upload: int = 50 * 1024**2
    body_seconds: float = 30.0
    rate: float = 200.0
    burst: int = 400
    keys_file: Path | None = None
    allow_anonymous: bool = False
    trusted_proxies: tuple[str, ...] = ()
    keep_cases: Path | None = None
    keep_days: float = 30.0
    keep_informant: bool = False
    audit_log: Path | None = None
    cors: bool = True
    warm_up: bool = True
    log_format: str = "json"
    grace: float = 10.0

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the service.

        >>> Settings().local, Settings(host="0.0.0.0").local
        (True, False)
        """
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return False

    @property
    def anonymous(self) -> bool:
        """Whether anybody may read and have things worked out without saying who they are."""
        return self.allow_anonymous or self.local

    @property
    def identifies(self) -> bool:
        """Whether anybody can say who they are: by a key, or through a proxy."""
        return self.keys_file is not None or bool(self.trusted_proxies)
