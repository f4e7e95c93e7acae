"""What a client takes, and how an answer is named: Accept, languages, file names, entity tags."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl, quote

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

__all__ = ["LANGUAGES", "accepts", "disposition", "etag", "language", "language_of"]

M = TypeVar("M", bound=str)

LANGUAGES = ("zh", "en")
_LONGEST = 4000  # of an Accept header that is read; what stands behind is not
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_ELEMENT = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+')
_PARAMETER = re.compile(rf'\s*;\s*(?:({_TOKEN})\s*=\s*("(?:[^"\\]|\\.)*"|{_TOKEN}))?')
#: A lone `*` and weights such as `.2` are what Java's own client sends where nothing else is set.
_RANGE = re.compile(rf"\s*(\*/\*|\*(?=\s*(?:;|$))|({_TOKEN})/(\*|{_TOKEN}))")
_WEIGHT = re.compile(r"(?:0?\.[0-9]{1,9}|0\.?|1(?:\.0{0,9})?)\Z")


def accepts(header: str | None, offered: Sequence[M]) -> M | None:
    """The one of the media types offered that the client takes most willingly, or None (RFC 9110 §12.5.1).

    A range counts for a type by the most specific one that matches: with parameters, without, `type/*`,
    `*/*`. Of types that are equally welcome, the one that is offered first is taken; parameters of what
    is offered need not be asked for.

    Args:
        header: value of Accept; None or empty: anything is welcome.
        offered: media types, the preferred one first.

    >>> accepts("text/turtle;q=0.5, application/json", ["text/turtle", "application/json"])
    'application/json'
    >>> accepts("image/png", ["text/turtle"])
    """
    if header is None or not header.strip():
        return offered[0] if offered else None
    ranges = list(_ranges(header))
    best: tuple[float, M] | None = None
    for candidate in offered:
        weight = _weight(candidate, ranges)
        if weight > 0 and (best is None or weight > best[0]):
            best = (weight, candidate)
    return None if best is None else best[1]


def _ranges(header: str) -> Iterable[tuple[str, str, dict[str, str], float]]:
    """The ranges of an Accept header that can be read: type, subtype, parameters, weight."""
    for element in _ELEMENT.findall(header[:_LONGEST]):
        found = _RANGE.match(element)
        if found is None:
            continue
        kind, sub = ("*", "*") if found[2] is None else (found[2].lower(), found[3].lower())
        parameters, weight, good = {}, 1.0, True
        rest = element[found.end() :]
        for one in _PARAMETER.finditer(rest):
            name, value = (one[1] or "").lower(), (one[2] or "").strip('"')
            if name == "q":
                good = _WEIGHT.match(value) is not None
                weight = float(value) if good else 0.0
                break  # what stands behind the weight was an extension, and is no longer (RFC 9110)
            if name:
                parameters[name] = value.lower()
        if good:
            yield kind, sub, parameters, weight


def _weight(candidate: str, ranges: Iterable[tuple[str, str, dict[str, str], float]]) -> float:
    name, _, tail = candidate.partition(";")
    kind, _, sub = name.strip().lower().partition("/")
    own = {m[1].lower(): m[2].strip('"').lower() for m in _PARAMETER.finditer(";" + tail) if m[1]}
    best, specific = 0.0, -1
    for r_kind, r_sub, parameters, weight in ranges:
        if (r_kind, r_sub) == ("*", "*"):
            level = 0
        elif r_kind == kind and r_sub == "*":
            level = 1
        elif (r_kind, r_sub) == (kind, sub) and all(own.get(k) == v for k, v in parameters.items()):
            level = 2 + len(parameters)
        elif (r_kind, r_sub) == (kind, sub) and set(parameters) <= {"charset", "header", "profile"} - set(
            own
        ):
            level = 2  # a nicety of the client about a type that is offered without it
        else:
            continue
        if level > specific:
            best, specific = weight, level
    return best


def language(request: HTTPConnection) -> str:
    """The language of the caller: "zh" or "en"."""
    return language_of(request.scope)


def language_of(scope: Mapping[str, Any]) -> str:
    """The language that an ASGI request asks for: by `lang=`, else Accept-Language, else Chinese."""
    query: str = scope.get("query_string", b"").decode("latin-1")
    if "lang=" in query:
        try:
            given = [v for k, v in parse_qsl(query, max_num_fields=200) if k == "lang"]
        except ValueError:
            given = []
        if given and given[-1] in LANGUAGES:
            return str(given[-1])
    header = ",".join(
        value.decode("latin-1") for name, value in scope.get("headers", ()) if name == b"accept-language"
    )
    return _language(header)


def _language(header: str) -> str:
    """The better one of the languages by Accept-Language (RFC 9110 §12.5.4, lookup by prefix)."""
    weights: dict[str, float] = {}
    other = 0.0
    for element in header[:_LONGEST].split(","):
        tag, _, rest = element.partition(";")
        tag = tag.strip().lower()
        given = re.fullmatch(r"\s*q\s*=\s*([0-9.]+)\s*", rest)
        try:
            weight = float(given[1]) if given else (1.0 if not rest.strip() else 0.0)
        except ValueError:
            continue
        if tag == "*":
            other = weight
        elif (main := tag.partition("-")[0]) in LANGUAGES:
            weights[main] = max(weights.get(main, 0.0), weight)
    zh, en = (weights.get(lang, other) for lang in LANGUAGES)
    return "en" if en > zh else "zh"


def disposition(filename: str, *, inline: bool = False) -> str:
    """The value of Content-Disposition for a file name of any characters (RFC 6266, RFC 8187).

    Directories, control characters and what changes the direction of writing are left out of the name.

    >>> disposition("案件.xlsx")
    'attachment; filename="__.xlsx"; filename*=UTF-8\\'\\'%E6%A1%88%E4%BB%B6.xlsx'
    """
    last = re.split(r"[/\\]", filename)[-1]
    name = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    name = name.strip(". ") or "download"
    stem, dot, ending = name.rpartition(".")
    name = f"{stem[: 150 - len(ending)]}{dot}{ending}" if dot and len(ending) < 12 else name[:150]
    kind = "inline" if inline else "attachment"
    plain = "".join(c if c.isascii() and c not in '"\\%' else "_" for c in name)
    value = f'{kind}; filename="{plain}"'
    return value if plain == name else f"{value}; filename*=UTF-8''{quote(name, safe='')}"


def etag(*parts: str) -> str:
    """A strong entity tag that is the same for the same parts (RFC 9110 §8.8.3).

    >>> etag("a", "b") == etag("a", "b"), etag("a", "b") == etag("ab")
    (True, False)
    """
    content = b"".join(len(p := part.encode("utf-8", "surrogatepass")).to_bytes(8) + p for part in parts)
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'
