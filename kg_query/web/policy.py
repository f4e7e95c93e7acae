"""What holds for each route: who may read it from where, how long it is kept, what one has to be allowed.

One table. A route that is in none of its rows is treated as private, and a test fails until it is put in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache

__all__ = ["IMMUTABLE", "NO_STORE", "POLICIES", "PUBLIC", "REVALIDATE", "UNKNOWN", "Policy", "policy_of"]

PUBLIC = "public, max-age=300"
REVALIDATE = "no-cache"
IMMUTABLE = "public, max-age=31536000, immutable"
NO_STORE = "private, no-store"


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds for a group of routes.

    Attributes:
        name: of the group.
        methods: those that it is about.
        paths: paths, in which `*` stands for anything.
        scope: what the caller has to be allowed: "read", "assess", "write", "admin"; "" nothing.
        cors: whether scripts of any site may read the answers.
        cache: Cache-Control where the route sets none.
        upload: whether files are sent, for which the higher limit of bodies holds.
        limited: whether the rate limit counts its requests.
        private: whether answers depend on who is asking, so that Vary has to say so.
    """

    name: str
    methods: frozenset[str]
    paths: tuple[str, ...]
    scope: str = "read"
    cors: bool = False
    cache: str = NO_STORE
    upload: bool = False
    limited: bool = True

    @property
    def private(self) -> bool:
        """Whether no shared cache may keep the answers."""
        return self.cache == NO_STORE


_READ = frozenset({"GET", "HEAD"})
_POST = frozenset({"POST"})
_CHANGE = frozenset({"PUT", "POST", "DELETE", "PATCH"})

#: The pages about the law and those that work on what is typed or sent.
_PAGES = (
    "/search", "/regulations", "/assess", "/review", "/compare", "/defects", "/duties", "/statistics",
    "/evaluation", "/questions",
)  # fmt: skip

#: The groups, first match first; OPTIONS belongs to the group of the method that is asked about.
POLICIES: tuple[Policy, ...] = (
    Policy("health", _READ, ("/health", "/ready"), scope="", cache="no-store", limited=False),
    Policy("metrics", _READ, ("/metrics",), scope="", cache="no-store", limited=False),
    Policy("static", _READ, ("/static/*",), scope="", cors=True, cache=IMMUTABLE, limited=False),
    Policy("pages", _READ, ("/", "/docs", "/problems", "/problems/*", "/favicon.ico"), scope="", cache=PUBLIC),
    Policy("pages, reading", _READ, (*_PAGES, *(f"{page}/*" for page in _PAGES)), cache=PUBLIC),
    Policy(
        "pages, work on what is sent", _POST, (*_PAGES, *(f"{page}/*" for page in _PAGES)), scope="assess",
        upload=True,
    ),
    Policy("openapi", _READ, ("/openapi.json",), scope="", cors=True, cache=PUBLIC),
    Policy("sparql", _READ | _POST, ("/sparql", "/sparql/words.json"), cors=True, cache=REVALIDATE),
    Policy("graph store, reading", _READ, ("/graph-store", "/graph-store/*"), cors=True, cache=REVALIDATE),
    Policy("graph store, writing", _CHANGE, ("/graph-store", "/graph-store/*"), scope="", upload=True),
    Policy(
        "linked data",
        _READ,
        (
            "/id/*", "/ground/*", "/graph/*", "/ontology/*", "/decisions/*", "/owl/*", "/ns", "/ns.*", "/shapes",
            "/shapes.*", "/context.jsonld", "/context/*", "/*/context.jsonld", "/*/context/*", "/*/ontology/*",
            "/.well-known/*", "/void.ttl",
        ),
        cors=True,
        cache=PUBLIC,
    ),
    Policy("cases", _READ | _CHANGE, ("/api/v1/cases", "/api/v1/cases/*"), scope="assess", upload=True),
    Policy("API, reading", _READ, ("/api/v1", "/api/v1/*"), cors=True, cache=PUBLIC),
    Policy("API, work on what is sent", _POST, ("/api/v1/*",), scope="assess", upload=True),
)  # fmt: skip

#: What holds for an address that nobody has thought of.
UNKNOWN = Policy("unknown", frozenset(), (), scope="")


@lru_cache(maxsize=4096)
def _policy(path: str, method: str) -> Policy:
    for policy in POLICIES:
        if method in policy.methods and any(_matches(path, one) for one in policy.paths):
            return policy
    return UNKNOWN


def policy_of(path: str, method: str) -> Policy:
    """The group that a request belongs to.

    Args:
        path: the path of the request, or the template of a route.
        method: its method; for a preflight, the one that it asks about.

    >>> policy_of("/id/nanmu", "GET").name, policy_of("/elsewhere", "GET").name
    ('linked data', 'unknown')
    """
    return _policy(path, method)


def _matches(path: str, pattern: str) -> bool:
    return path == pattern or ("*" in pattern and fnmatchcase(path, pattern))


def methods_of(path: str) -> Iterator[str]:
    """The methods that the table knows for a path, each once."""
    seen: set[str] = set()
    for policy in POLICIES:
        if any(_matches(path, one) for one in policy.paths):
            for method in sorted(policy.methods - seen):
                seen.add(method)
                yield method
