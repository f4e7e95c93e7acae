"""How often one key or address may ask: a token bucket for each, in memory that is bounded."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable

from kg_query.model import Text

from ..policy import policy_of
from ..problems import HttpProblem, problem_response
from ..settings import Settings
from .asgi import App, Receive, Scope, Send

__all__ = ["Buckets", "Rate", "caller"]

#: So many buckets are remembered; the one not used for longest is forgotten first.
_MOST = 10_000


class Buckets:
    """Token buckets: each fills at `rate` a second up to `burst`, and a request takes one token.

    Args:
        rate: tokens a second.
        burst: most tokens in a bucket.
        most: how many buckets are remembered.
        clock: tells the time in seconds.

    >>> buckets = Buckets(1, 2, clock=lambda: 0.0)
    >>> [buckets.take("a") for _ in range(3)]
    [0.0, 0.0, 1.0]
    """

    def __init__(
        self, rate: float, burst: float, most: int = _MOST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.rate, self.burst, self.most, self.clock = rate, max(1.0, burst), most, clock
        self._of: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, who: str) -> float:
        """Takes one token; how many seconds to wait where there is none, else 0."""
        now = self.clock()
        tokens, since = self._of.pop(who, (self.burst, now))
        tokens = min(self.burst, tokens + (now - since) * self.rate)
        wait = 0.0 if tokens >= 1 else (1 - tokens) / self.rate
        self._of[who] = (tokens - 1 if wait == 0 else tokens, now)
        while len(self._of) > self.most:
            self._of.popitem(last=False)
        return wait

    def __len__(self) -> int:
        return len(self._of)


def caller(scope: Scope) -> str:
    """Whose request it is: that of a key or a person, else of an address (of IPv6, of its network of 64 bits)."""
    actor = scope.get("state", {}).get("actor")
    if actor is not None and actor.kind != "anonymous":
        return f"{actor.kind} {actor.tenant} {actor.id} {actor.key or ''}"
    client = scope.get("client")
    host = str(client[0]) if client else "unix"
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host[:100]
    if address.version == 6 and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return host


class Rate:
    """Refuses with 429 and Retry-After (RFC 6585, section 4) whoever asks too often."""

    def __init__(self, app: App, settings: Settings) -> None:
        self.app = app
        self.buckets = Buckets(settings.rate, settings.burst) if settings.rate > 0 else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.buckets is not None and scope["type"] == "http":
            policy = policy_of(scope["path"], scope["method"])
            wait = self.buckets.take(caller(scope)) if policy.limited else 0.0
            if wait > 0:
                seconds = max(1, math.ceil(wait))
                problem = HttpProblem(
                    429,
                    "too-many-requests",
                    None,
                    Text(f"请在 {seconds} 秒后再试", f"Try again in {seconds} s"),
                    headers={"Retry-After": str(seconds)},
                )
                await problem_response(scope, problem)(scope, receive, send)
                return
        await self.app(scope, receive, send)
