"""The way from an IRI of ours to an address of this server, and from the path of a request to IRIs.

The graph names things below https://w3id.org/kg-query/; wherever the service stands, the thing is
found at the same path below the address of the service. What the path says is percent-encoded
(RFC 3986); an IRI may hold any character (RFC 3987), so one path can stand for several IRIs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

from ...terms import BASE

__all__ = ["Addresses", "encoded", "iris_of", "safe_href"]

#: What stands for itself in a path: RFC 3986 `pchar`, `/`, and `%` for what is encoded already.
_KEPT = "/%:@!$&'()*+,;=-._~"
_UNRESERVED = re.compile("%(2D|2E|5F|7E|3[0-9]|4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9A])", re.IGNORECASE)
_BEYOND_ASCII = re.compile("(?:%[89A-F][0-9A-F])+", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
#: Controls, spaces, and the marks that turn the direction of writing: no address holds them.
_UNSAFE = re.compile(
    "[\x00-\x20\x7f-\x9f\\\\\u00a0\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
#: The file that stands for an IRI that ends in a slash: `ground/` has the twin `ground/index.ttl`.
INDEX = "index"


@lru_cache(maxsize=8192)
def encoded(path: str) -> str:
    """A path with everything percent-encoded that RFC 3986 does not allow in one.

    What is encoded already stays as it is, so that `%2F` remains apart from `/`.

    >>> encoded("id/nanmu/第九条")
    'id/nanmu/%E7%AC%AC%E4%B9%9D%E6%9D%A1'
    >>> encoded("id/a%2Fb")
    'id/a%2Fb'
    """
    whole = re.sub("%(?![0-9A-Fa-f]{2})", "%25", path)
    return quote(whole, safe=_KEPT)


def iris_of(path: str) -> tuple[str, ...]:
    """The IRIs of ours that a percent-encoded path may stand for, likeliest first.

    RFC 3987 §3.2 turns a URI into an IRI by decoding what lies beyond ASCII; the graph may also
    hold the encoded form itself. Encoded ASCII such as `%2F` is never decoded, save for letters,
    digits and `-._~`, which RFC 3986 §6.2.2.2 calls the same.

    Args:
        path: as sent, without the slash at the beginning and without the query.

    >>> iris_of("id/%E4%B8%AD%2Fx")
    ('https://w3id.org/kg-query/id/中%2Fx', 'https://w3id.org/kg-query/id/%E4%B8%AD%2Fx')
    """
    plain = _UNRESERVED.sub(lambda m: chr(int(m[1], 16)), path)
    wide = _BEYOND_ASCII.sub(_decoded, plain)
    asking = wide.replace("%3F", "?").replace("%3f", "?")  # in an IRI's own query
    return tuple(dict.fromkeys(BASE + found for found in (wide, plain, path, asking)))


def _decoded(match: re.Match[str]) -> str:
    try:
        return bytes.fromhex(match[0].replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def safe_href(address: object) -> str:
    """The address where a browser may follow it, else nothing: then it is shown as text.

    Allowed are http, https and mailto, and addresses of this server (`/…`, `?…`, `#…`). Addresses
    with spaces, controls or marks of writing direction are not.

    >>> safe_href("https://example.org/x"), safe_href("/id/nanmu"), safe_href("#a")
    ('https://example.org/x', '/id/nanmu', '#a')
    >>> safe_href("javascript:alert(1)"), safe_href("//evil.example/"), safe_href("data:text/html,x")
    ('', '', '')
    """
    text = str(address)
    if _UNSAFE.search(text):
        return ""
    if scheme := _SCHEME.match(text):
        return text if scheme[0].casefold() in ("http:", "https:", "mailto:") else ""
    return text if text.startswith(("/", "?", "#")) and not text.startswith("//") else ""


@lru_cache(maxsize=64)
def _root(public_url: str) -> str:
    return urlsplit(public_url).path.rstrip("/")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where this service stands, and the addresses of things there.

    Attributes:
        public_url: the address people use, without a slash at the end; its path may not be empty.
    """

    public_url: str

    @property
    def root(self) -> str:
        """The path below which the service stands; empty where that is the root of the host."""
        return _root(self.public_url)

    def local(self, iri: str) -> str | None:
        """The path of an IRI of ours on this server, percent-encoded; None for any other IRI.

        >>> Addresses("https://kg.example/law").local("https://w3id.org/kg-query/id/nanmu/art_1")
        '/law/id/nanmu/art_1'
        >>> Addresses("https://kg.example").local("https://w3id.org/kg-query/ns#Norm")
        '/ns#Norm'
        """
        if not iri.startswith(BASE):
            return None
        path, sharp, fragment = iri[len(BASE) :].partition("#")
        return f"{self.root}/{encoded(path)}" + (sharp + encoded(fragment) if sharp else "")

    def twin(self, iri: str, suffix: str, lang: str = "") -> str | None:
        """The path of a twin of an IRI of ours: its description as `html`, `ttl`, `jsonld` ….

        With `lang` the page is asked for in that language. None for an IRI that is not ours.

        >>> Addresses("https://kg.example").twin("https://w3id.org/kg-query/ground/", "html", "en")
        '/ground/index.html?lang=en'
        """
        path = self.local(iri)
        if path is None:
            return None
        path, sharp, fragment = path.partition("#")
        index = INDEX if path.endswith("/") else ""
        query = "?" + urlencode({"lang": lang}) if lang else ""
        return f"{path}{index}.{suffix}{query}{sharp}{fragment}"

    def public(self, path: str) -> str:
        """The whole address of a path of this server.

        >>> Addresses("https://kg.example/law").public("/law/ns.ttl")
        'https://kg.example/law/ns.ttl'
        """
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}{path}"
