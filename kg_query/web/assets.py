"""The files that pages load: served from here alone, under addresses that change with their content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from .policy import IMMUTABLE, REVALIDATE

__all__ = ["STATIC", "Assets", "address", "stamp"]

STATIC = Path(__file__).resolve().parent / "static"


@cache
def stamp(name: str) -> str:
    """What changes with the content of a file: twelve digits of its SHA-256."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def address(name: str, root: str = "") -> str:
    """The address of a file, good for as long as its content stays.

    >>> address("icon.svg").partition("?v=")[0]
    '/static/icon.svg'
    """
    return f"{root}/static/{name}?v={stamp(name)}"


class Assets(StaticFiles):
    """Static files; one asked for by the stamp of its content may be kept for ever."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or 404 for whatever is not one of them."""
        response = await super().get_response(path, scope)
        given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("v", [""])[-1]
        lasting = response.status_code in (200, 206, 304) and given and given == _stamp_of(path)
        response.headers["Cache-Control"] = IMMUTABLE if lasting else REVALIDATE
        return response


def _stamp_of(path: str) -> str:
    try:
        return stamp(path)
    except OSError:
        return ""
