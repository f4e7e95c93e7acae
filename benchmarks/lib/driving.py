"""Drives a service over HTTP from a process of its own: a plan comes in, and how long each answer took goes out.

    python benchmarks/lib/driving.py < plan.json > result.json

Requests arrive as they do from many people who know nothing of each other (a Poisson process), and the time of
an answer counts from when its request was due: a service that falls behind cannot hide it by being asked less.
Without a rate, each client asks again as soon as it has its answer.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from typing import Any

#: An answer that takes longer is given up, in seconds.
LONGEST = 60.0


class Connection:
    """One connection that is kept for further requests (RFC 9112, section 9.3)."""

    def __init__(self, port: int, source: str) -> None:
        self.port, self.source = port, source
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, request: bytes) -> int:
        """Sends a request and reads the answer whole: its status.

        A connection that has been idle may be closed by the server just now; then another is opened.
        """
        used = self.writer is not None
        try:
            return await self._asked(request)
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            if not used or getattr(error, "partial", b""):
                raise
            self.close()
            return await self._asked(request)

    async def _asked(self, request: bytes) -> int:
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(
                "127.0.0.1", self.port, local_addr=(self.source, 0), limit=2**20
            )
        assert self.reader is not None and self.writer is not None
        self.writer.write(request)
        head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        status = int(head[9:12])
        if b"\r\ncontent-length: " in head:
            await self.reader.readexactly(int(head.split(b"\r\ncontent-length: ")[1].split(b"\r\n")[0]))
        elif b"\r\ntransfer-encoding: chunked" in head:
            while size := int(await self.reader.readline(), 16):
                await self.reader.readexactly(size + 2)
            await self.reader.readline()
        if b"\r\nconnection: close" in head:
            self.close()
        return status

    def close(self) -> None:
        """Closes the connection; the next request opens another."""
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


class Drive:
    """One plan, carried out.

    Args:
        plan: `port`, `seconds`, `rate` (requests a second; null: as fast as `clients` get answers),
            `clients`, `sources` (addresses to ask from), `seed`, and `kinds`: for each its `share` and
            `requests` (method, path, headers, body).
    """

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.random = random.Random(plan["seed"])
        self.kinds = list(plan["kinds"])
        self.shares = [plan["kinds"][kind]["share"] for kind in self.kinds]
        self.sent = {
            kind: [written(*one, port=plan["port"]) for one in plan["kinds"][kind]["requests"]]
            for kind in self.kinds
        }
        self.idle: list[Connection] = []
        self.opened = 0
        self.taken: dict[str, list[float]] = {kind: [] for kind in self.kinds}
        self.ended: dict[str, Counter[str]] = {kind: Counter() for kind in self.kinds}

    async def run(self) -> dict[str, Any]:
        """What came of it: for each kind the times in seconds and how requests ended; the time it all took."""
        began = time.perf_counter()
        until = began + self.plan["seconds"]
        if self.plan["rate"]:
            await self._by_arrival(began, until)
        else:
            await asyncio.gather(*(self._client(until) for _ in range(self.plan["clients"])))
        took = time.perf_counter() - began
        for connection in self.idle:
            connection.close()
        return {"seconds": took, "taken": self.taken, "ended": self.ended, "connections": self.opened}

    async def _by_arrival(self, due: float, until: float) -> None:
        under_way: set[asyncio.Task[None]] = set()
        while (due := due + self.random.expovariate(self.plan["rate"])) < until:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            task = asyncio.create_task(self._one(due))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        await asyncio.gather(*under_way)

    async def _client(self, until: float) -> None:
        while (now := time.perf_counter()) < until:
            await self._one(now)

    async def _one(self, due: float) -> None:
        kind = self.random.choices(self.kinds, self.shares)[0]
        request = self.random.choice(self.sent[kind])
        connection = self.idle.pop() if self.idle else self._connection()
        try:
            async with asyncio.timeout(LONGEST):
                end = str(await connection.ask(request))
        except (OSError, EOFError, asyncio.IncompleteReadError, TimeoutError, ValueError) as error:
            connection.close()
            end = type(error).__name__
        if end in ("200", "304"):
            self.taken[kind].append(time.perf_counter() - due)
        self.ended[kind][end] += 1
        self.idle.append(connection)

    def _connection(self) -> Connection:
        self.opened += 1
        sources = self.plan["sources"]
        return Connection(self.plan["port"], sources[self.opened % len(sources)])


def written(method: str, path: str, headers: dict[str, str], body: str, port: int) -> bytes:
    """A request as it goes over the line."""
    content = body.encode()
    fields = {"Host": f"127.0.0.1:{port}", **headers}
    if content:
        fields["Content-Length"] = str(len(content))
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + content


if __name__ == "__main__":
    print(json.dumps(asyncio.run(Drive(json.load(sys.stdin)).run())))
