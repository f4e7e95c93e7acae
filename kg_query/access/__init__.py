"""Who may do what: API keys, identities that a reverse proxy vouches for, and scopes."""

from .actor import ANONYMOUS, SCOPES, Actor, scopes_of
from .keys import PREFIX, Key, KeyFile
from .proxies import IDENTITY_HEADERS, Ambiguous, Proxies

__all__ = [
    "ANONYMOUS",
    "IDENTITY_HEADERS",
    "PREFIX",
    "SCOPES",
    "Actor",
    "Ambiguous",
    "Key",
    "KeyFile",
    "Proxies",
    "scopes_of",
]
