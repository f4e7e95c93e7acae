"""Who is asking, and what they may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from kg_query.errors import UsageError, did_you_mean, known_words
from kg_query.model import Text

__all__ = ["ANONYMOUS", "SCOPES", "Actor", "scopes_of"]

#: What may be done, from the least to the most; each includes those before it.
#: read: the public graph. assess: verbs on what one sends, and one's own kept cases.
#: write: personal data unmasked, and updates of a writable store. admin: everybody's cases of the tenant.
SCOPES = ("read", "assess", "write", "admin")


def scopes_of(words: Iterable[str]) -> frozenset[str]:
    """The scopes named and those that they include.

    >>> sorted(scopes_of(["assess"]))
    ['assess', 'read']

    Raises:
        UsageError: a word that is no scope.
    """
    highest = -1
    for word in words:
        if word not in SCOPES:
            raise UsageError(
                Text(f"没有“{word[:40]}”这一权限范围", f"there is no scope “{word[:40]}”"),
                hint=did_you_mean(word, SCOPES) or known_words(SCOPES),
            )
        highest = max(highest, SCOPES.index(word))
    return frozenset(SCOPES[: highest + 1])


@dataclass(frozen=True, slots=True)
class Actor:
    """Who makes a request.

    Attributes:
        kind: nobody known, the holder of an API key, or somebody whom a trusted proxy names.
        id: who, within the tenant; "anonymous" for nobody known. It may stand in the audit log.
        tenant: the body (a bureau, a team) whose cases are theirs and nobody else's.
        scopes: what they may do.
    """

    kind: Literal["anonymous", "key", "proxy"]
    id: str
    tenant: str
    scopes: frozenset[str]
    key: str | None = None

    def may(self, scope: str) -> bool:
        """Whether a scope is theirs.

        >>> ANONYMOUS.may("assess"), ANONYMOUS.may("write")
        (True, False)
        """
        return scope in self.scopes

    def with_scopes(self, scopes: Iterable[str]) -> Actor:
        """The same with other scopes, and those that they include."""
        return replace(self, scopes=scopes_of(scopes))


#: Nobody known: may read and assess, and has no cases.
ANONYMOUS = Actor("anonymous", "anonymous", "", scopes_of(["assess"]))
