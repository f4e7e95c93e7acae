"""Identities that a reverse proxy vouches for: believed from configured addresses only.

A proxy that has signed somebody in (OpenID Connect, for example) names them in a header. Anybody can
write that header; only what comes from the proxy itself counts, and from elsewhere it is taken away
before anything reads it.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from kg_query.errors import UsageError
from kg_query.model import Text

from .actor import SCOPES, Actor, scopes_of

__all__ = ["IDENTITY_HEADERS", "Ambiguous", "Proxies"]

_USER, _GROUPS = b"x-forwarded-user", b"x-forwarded-groups"

#: Headers in which proxies name people, and those by which they say where a request came from.
IDENTITY_HEADERS = frozenset(
    {
        _USER, _GROUPS, b"x-forwarded-email", b"x-forwarded-preferred-username", b"x-forwarded-access-token",
        b"x-auth-request-user", b"x-auth-request-email", b"x-auth-request-groups",
        b"x-auth-request-preferred-username", b"x-auth-request-access-token", b"x-remote-user", b"remote-user",
        b"x-remote-groups", b"remote-groups", b"x-ssl-client-s-dn", b"x-client-cert", b"ssl-client-cert",
    }
)  # fmt: skip

_LONGEST = 200


class Ambiguous(ValueError):
    """The proxy sent an identity that cannot be read in one way: twice, empty, too long or unprintable."""


class Proxies:
    """The proxies that are trusted to name who is asking.

    Args:
        trusted: addresses (`10.0.0.5`, `fd00::5`), networks (`10.0.0.0/24`), or "unix" for peers on a
            Unix socket, which have no address.

    Raises:
        UsageError: a word that is none of these.

    >>> proxies = Proxies(["10.0.0.5"])
    >>> proxies.trusts("10.0.0.5"), proxies.trusts("10.0.0.6"), proxies.trusts(None)
    (True, False, False)
    """

    def __init__(self, trusted: Iterable[str] = ()) -> None:
        self.unix = False
        self.networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
        for word in trusted:
            if word == "unix":
                self.unix = True
                continue
            try:
                self.networks.append(ipaddress.ip_network(word))
            except ValueError:
                raise UsageError(
                    Text(
                        f"“{word[:60]}”不是地址或者网段", f"“{word[:60]}” is neither an address nor a network"
                    ),
                    hint=Text("例如 10.0.0.5、10.0.0.0/24、unix", "For example 10.0.0.5, 10.0.0.0/24, unix"),
                ) from None

    def __bool__(self) -> bool:
        return self.unix or bool(self.networks)

    def trusts(self, peer: str | None) -> bool:
        """Whether identities from a peer are believed; None is a peer on a Unix socket."""
        if peer is None:
            return self.unix
        try:
            address = ipaddress.ip_address(peer.partition("%")[0])
        except ValueError:
            return False
        mapped = getattr(address, "ipv4_mapped", None)
        return any(
            one in network for one in (address, mapped) if one is not None for network in self.networks
        )

    def identify(
        self, peer: str | None, headers: list[tuple[bytes, bytes]]
    ) -> tuple[Actor | None, list[tuple[bytes, bytes]]]:
        """Who is asking, where a trusted proxy says so, and the headers without any identity.

        `X-Forwarded-User` names the person. `X-Forwarded-Groups` may hold `kgq:tenant:NAME` and
        `kgq:scope:SCOPE`; without them the tenant is "proxy" and the scope is assess.

        Args:
            peer: the address of the other end of the connection; None on a Unix socket.
            headers: names in lower case and values, as in ASGI.

        Raises:
            Ambiguous: a trusted proxy sent what cannot be read in one way.
        """
        rest = [
            (name, value)
            for name, value in headers
            if name.lower().replace(b"_", b"-") not in IDENTITY_HEADERS
        ]
        if not self.trusts(peer):
            return None, rest
        users = [value for name, value in headers if name.lower() == _USER]
        if not users:
            return None, rest
        if len(users) > 1:
            raise Ambiguous("two users")
        tenant, scopes = "proxy", []
        for value in (v for name, v in headers if name.lower() == _GROUPS):
            for group in _text(value, 4000).split(","):
                if group.strip().startswith("kgq:tenant:"):
                    if tenant != "proxy":
                        raise Ambiguous("two tenants")
                    tenant = group.strip().removeprefix("kgq:tenant:")
                elif (scope := group.strip().removeprefix("kgq:scope:")) in SCOPES and ":" in group:
                    scopes.append(scope)
        if not tenant or len(tenant) > _LONGEST:
            raise Ambiguous("no tenant")
        return Actor("proxy", _text(users[0], _LONGEST), tenant, scopes_of(scopes or ["assess"])), rest


def _text(value: bytes, longest: int) -> str:
    try:
        text = value.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise Ambiguous("not UTF-8") from None
    if not text or len(text) > longest or not text.isprintable():
        raise Ambiguous("empty, too long or unprintable")
    return text
