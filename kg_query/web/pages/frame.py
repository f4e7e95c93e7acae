"""The frame of every page: templates in which every value is escaped, in the language of the reader."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from kg_query import __version__
from kg_query.wording.dates import day

from ..api.caching import Kept
from ..api.working import version
from ..assets import address
from ..identity import actor_of
from ..linked_data.addresses import safe_href
from ..linked_data.shown import bdi, plain, tag
from ..negotiation import LANGUAGES, etag, language
from ..policy import NO_STORE, PUBLIC
from .handing import packed

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = [
    "TEMPLATES",
    "html",
    "kept_page",
    "macros",
    "page",
    "path_of",
    "root_of",
    "surroundings",
    "templates",
]

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
#: The pages of the main menu: address, Chinese, English.
MENU = (
    ("/regulations", "法规", "Law"),
    ("/assess", "认定", "Assess"),
    ("/review", "评查", "Review"),
    ("/compare", "比较", "Compare"),
    ("/defects", "文本缺陷", "Defects"),
    ("/duties", "事后义务", "Duties"),
    ("/statistics", "统计", "Statistics"),
    ("/evaluation", "考评", "Evaluation"),
    ("/questions", "常用问题", "Questions"),
    ("/sparql", "SPARQL", "SPARQL"),
)
#: The pages whose forms send something to be worked on, for which more is needed than to read.
_WORKING = frozenset({"/assess", "/review", "/compare/case", "/duties", "/statistics", "/evaluation"})


def templates(*folders: Path) -> Environment:
    """Where templates are written: every value escaped, a name that is missing an error, the common filters.

    Args:
        folders: where they lie, looked into in this order, before the folder of all pages.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    room = Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    room.filters["bdi"] = bdi
    room.filters["plain"] = plain
    room.filters["tag"] = tag
    room.filters["safe_href"] = safe_href
    room.filters["packed"] = packed
    room.filters["day"] = day
    room.filters["in_query"] = lambda text: quote(str(text), safe="")
    return room


@cache
def _pages() -> Environment:
    return templates()


def macros(template: str, **values: Any) -> Any:
    """The macros of a template, to be called from Python; what they write is escaped as on a page.

    Args:
        template: file name of a template of macros.
        values: what they name; see `surroundings`.
    """
    return _pages().get_template(template).make_module(values)


def root_of(request: Request) -> str:
    """The path under which the service stands, without a slash at the end; mostly empty."""
    return urlsplit(str(request.app.state.service.settings.public_url)).path.rstrip("/")


def path_of(request: Request) -> str:
    """The path as it was sent, percent-encoded, with one slash at its beginning.

    A link to `//name/` would lead to another host of that name, and what stands encoded in a path (`%3F`) is
    not what the same character means in an address.

    Args:
        request: any, also one whose target no client would write.
    """
    raw: bytes = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    return "/" + raw.partition(b"?")[0].decode("ascii", "replace").lstrip("/\\")


def html(request: Request, template: str, **values: Any) -> str:
    """A page as text, in the language of the reader.

    Args:
        request: what is answered.
        template: file name of a template that extends `base.html`.
        values: what it names, beside the words of the frame: `lang`; `say(zh, en)`; `text(value)`, the
            words of a `{"zh": …, "en": …}` of the API; `root`; `link(path, **parameters)`, an address here
            that keeps the language asked for; `here`, the path of the page; `other`, its address in the
            other language; `static(name)`; `menu`.
    """
    fixed = request.query_params.get("lang") in LANGUAGES
    query = request.scope["query_string"].decode("latin-1")
    setting = surroundings(language(request), fixed, root_of(request), path_of(request), query)
    setting["reads_only"] = _reads_only(request)
    return _pages().get_template(template).render(**setting, **values)


def surroundings(lang: str, fixed: bool, root: str, path: str, query: str = "") -> dict[str, Any]:
    """What the frame of every page names (see `html`).

    Args:
        lang: the language of the page.
        fixed: whether the address asks for it; links then keep it.
        root: the path under which the service stands.
        path: of the page, without the root, percent-encoded.
        query: of its address.
    """
    own = parse_qsl(query, keep_blank_values=True)
    other = "zh" if lang == "en" else "en"
    others = [(k, v) for k, v in own if k != "lang"] + [("lang", other)]
    return {
        "lang": lang,
        "say": lambda zh, en: en if lang == "en" else zh,
        "text": partial(_words, lang),
        "root": root,
        "query": f"?lang={lang}" if fixed else "",
        "link": partial(_link, root, lang if fixed else ""),
        "here": root + path,
        "other": root + quote(path, safe="/%:@!$&'()*+,;=-._~") + "?" + urlencode(others),
        "path": path,
        "menu": MENU,
        "version": __version__,
        "reads_only": False,
        "static": lambda name: address(name, root),
    }


def page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """A page as an answer; see `html`."""
    content = html(request, template, **values).encode("utf-8", "replace")
    answer = _answer(content, language(request), status)
    if _reads_only(request):
        answer.headers["Cache-Control"] = NO_STORE
    return answer


async def kept_page(request: Request, make: Callable[[], Awaitable[str]]) -> Response:
    """A page that everybody gets alike, written once for each address and language, with an ETag.

    Args:
        request: a GET or HEAD whose answer depends on its address and language alone.
        make: writes the page, with `html`.
    """
    state, lang = request.app.state, language(request)

    async def made() -> Kept:
        content = (await make()).encode("utf-8", "replace")
        return Kept(content, None, etag(hashlib.sha256(content).hexdigest()))

    own = _reads_only(request)
    key = ("page", version(state.service), request.scope["path"], request.scope["query_string"], lang, own)
    kept = await state.answers.get(key, made)
    headers = {"ETag": kept.etag, "Cache-Control": NO_STORE if own else PUBLIC}
    if request.headers.get("if-none-match", "").removeprefix("W/") == kept.etag.removeprefix("W/"):
        return Response(status_code=304, headers={**headers, "Vary": "Accept, Accept-Language"})
    answer = _answer(kept.content, lang)
    answer.headers.update(headers)
    return answer


def _reads_only(request: Request) -> bool:
    """Whether this is a page with a form that works on what is sent, for somebody who may only read."""
    return request.scope["path"] in _WORKING and not actor_of(request).may("assess")


def _answer(content: bytes, lang: str, status: int = 200) -> Response:
    headers = {"Content-Language": "zh-CN" if lang == "zh" else "en", "Vary": "Accept, Accept-Language"}
    if status >= 400:
        headers["Cache-Control"] = NO_STORE
    return HTMLResponse(content, status_code=status, headers=headers)


def _words(lang: str, value: Any) -> str:
    """The words of a text of the API in a language; the other one where there is none."""
    if isinstance(value, Mapping):
        return str(value.get(lang) or value.get("en" if lang == "zh" else "zh") or "")
    return "" if value is None else str(value)


def _link(root: str, lang: str, path: str, **parameters: Any) -> str:
    """An address of this service: parameters that are None are left out, lists are repeated."""
    given = [
        (name.rstrip("_").replace("_", "-"), str(one))
        for name, value in parameters.items()
        if value is not None
        for one in (value if isinstance(value, (list, tuple)) else [value])
    ]
    if lang and not any(name == "lang" for name, _ in given):
        given.append(("lang", lang))
    path, sharp, fragment = path.partition("#")
    mark = "&" if "?" in path else "?"
    return root + path + (mark + urlencode(given) if given else "") + sharp + fragment
