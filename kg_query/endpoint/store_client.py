"""Requests to a remote SPARQL store, made so that the store can do no harm and its words go nowhere.

Nothing is sent anywhere but to the store's own host: redirects elsewhere are refused and proxies of the
environment are not used. Nothing it answers is trusted: answers are capped in size, not decompressed, and
read only when their media type is one that was asked for. What it says about errors goes to the log.

Credentials come from the environment, are sent to the store's own origin only, and are in no log.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..errors import UsageError
from ..model import Text

if TYPE_CHECKING:
    import httpx

__all__ = ["Access", "Answer", "Client", "StoreFault", "store_url"]

log = logging.getLogger(__name__)

#: How many times a store may send us on, on its own host.
MAX_REDIRECTS = 3
_IN_MEMORY = 1024 * 1024


class StoreFault(Exception):
    """A request to the store that came to nothing.

    `kind` is one of `unreachable`, `timeout`, `credentials`, `refused` (the store does not take the
    request), `no-graph`, `too-large`, `busy`, `failed` (anything else). `detail` is for the log only.
    """

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(kind, detail)
        self.kind = kind
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach a store: credentials, certificates, proxy.

    Attributes:
        user: name for HTTP authentication (Basic, or Digest where the store asks for it).
        password: its password; never shown.
        authority: a file of certificates that are trusted in place of the system's, PEM.
        proxy: the proxy to use; by default none, whatever the environment says.
    """

    user: str = ""
    password: str = field(default="", repr=False)
    authority: str = ""
    proxy: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Access:
        """Access as the environment has it.

        Reads KGQ_STORE_USER, KGQ_STORE_PASSWORD, KGQ_STORE_CA and KGQ_STORE_PROXY.

        >>> Access.from_environment({"KGQ_STORE_USER": "kgq", "KGQ_STORE_PASSWORD": "secret"})
        Access(user='kgq', authority='', proxy='')
        """
        names = ("KGQ_STORE_USER", "KGQ_STORE_PASSWORD", "KGQ_STORE_CA", "KGQ_STORE_PROXY")
        return cls(*(environment.get(name, "") for name in names))


def store_url(text: str) -> str:
    """The address of a store, checked.

    Raises:
        UsageError: not http or https, no host, or a user name in it (it would end up in logs).

    >>> store_url("https://store.example/sparql")
    'https://store.example/sparql'
    """
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or any(c.isspace() for c in text):
        raise UsageError(
            Text("存储地址不是 http 或 https 地址", "the address of the store is no http or https address"),
            "--store",
            Text("例如 https://store.example/sparql", "For example https://store.example/sparql"),
        )
    if parts.username is not None:
        raise UsageError(
            Text("存储地址中不得写用户名和密码", "the address of the store must not carry a user name"),
            "--store",
            Text(
                "请用环境变量 KGQ_STORE_USER 和 KGQ_STORE_PASSWORD",
                "Use the environment variables KGQ_STORE_USER and KGQ_STORE_PASSWORD",
            ),
        )
    return text


@dataclass(slots=True)
class Answer:
    """What a store answered.

    Attributes:
        status: HTTP status, 200 to 299.
        media_type: without parameters, lower case; empty where the store says none.
        headers: names in lower case.
        body: a file at its beginning; in memory up to 1 MiB.
        size: in bytes.
    """

    status: int
    media_type: str
    headers: Mapping[str, str]
    body: IO[bytes]
    size: int

    def read(self) -> bytes:
        """The whole body, once."""
        with self.body:
            return self.body.read()


class Client:
    """Requests to one store; many at a time over few connections.

    Args:
        access: credentials and the rest.
        connections: how many requests may be under way at once.
        spool_to_disk: whether a large answer may be put into an unnamed temporary file.
    """

    def __init__(
        self, access: Access | None = None, *, connections: int = 16, spool_to_disk: bool = True
    ) -> None:
        import httpx

        self.access = access or Access.from_environment()
        self.spool_to_disk = spool_to_disk
        verify: Any = True
        if self.access.authority:
            import ssl

            verify = ssl.create_default_context(cafile=self.access.authority)
        self._schemes: dict[str, httpx.Auth] = {}
        self._http = httpx.AsyncClient(
            trust_env=False,
            proxy=self.access.proxy or None,
            verify=verify,
            follow_redirects=False,
            limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
            headers={"User-Agent": "kg-query", "Accept-Encoding": "identity"},
        )

    async def close(self) -> None:
        """Ends all connections."""
        await self._http.aclose()

    async def send(
        self,
        method: str,
        url: str,
        *,
        accept: str = "*/*",
        parameters: Sequence[tuple[str, str]] = (),
        form: Sequence[tuple[str, str]] | None = None,
        content: bytes | None = None,
        media_type: str = "",
        seconds: float = 10.0,
        most: int = 50 * 1024**2,
    ) -> Answer:
        """One request and its whole answer.

        Args:
            method: GET, POST, PUT or DELETE.
            url: where; the store's own origin.
            accept: the media types that can be read (RFC 9110, section 12.5.1).
            parameters: added to the query string.
            form: fields, sent as application/x-www-form-urlencoded.
            content: a body, of type `media_type`.
            seconds: how long all of it may take.
            most: the longest answer taken, in bytes.

        Raises:
            StoreFault: it came to nothing.
        """
        import asyncio

        import httpx

        headers = {"Accept": accept}
        if form is not None:
            from urllib.parse import urlencode

            content = urlencode(form).encode()
            media_type = "application/x-www-form-urlencoded"
        if media_type:
            headers["Content-Type"] = media_type
        try:
            async with asyncio.timeout(seconds):
                target = httpx.URL(url)
                for name, value in parameters:
                    target = target.copy_add_param(name, value)
                return await self._followed(method, target, headers, content, seconds, most)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise StoreFault("timeout", repr(error)) from None
        except (httpx.ConnectError, httpx.ProxyError) as error:
            raise StoreFault("unreachable", repr(error)) from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise StoreFault("failed", repr(error)) from None

    async def _followed(
        self,
        method: str,
        url: httpx.URL,
        headers: dict[str, str],
        content: bytes | None,
        seconds: float,
        most: int,
    ) -> Answer:
        import httpx

        origin = _origin(url)
        for _ in range(MAX_REDIRECTS + 1):
            auth = await self._scheme(url, content is not None, seconds)
            request = self._http.build_request(
                method, url, headers=headers, content=content, timeout=httpx.Timeout(seconds)
            )
            response = await self._http.send(request, stream=True, auth=auth)
            try:
                if response.status_code in (301, 302, 303, 307, 308):
                    url = self._onward(response, method, origin)
                    continue
                return await self._taken(response, most)
            finally:
                await response.aclose()
        raise StoreFault("failed", "redirected too often")

    async def _scheme(self, url: httpx.URL, has_body: bool, seconds: float) -> httpx.Auth | None:
        """The authentication that this resource of the store asks for (RFC 7617, RFC 7616).

        It is found out with a request that has no body: a store that refuses a large body closes the
        connection before anybody can read why, and Virtuoso answers Basic without saying what it wants.
        For Digest such a request also fetches a number to answer to, so that a body is sent only once.
        """
        import httpx

        if not self.access.user:
            return None
        bare = str(url.copy_with(query=None))
        known = self._schemes.get(bare)
        if known is None or (has_body and isinstance(known, httpx.DigestAuth)):
            probe = self._http.build_request("GET", bare, timeout=httpx.Timeout(seconds))
            response = await self._http.send(probe, stream=True, auth=known)
            asked = response.headers.get("www-authenticate", "").lower()
            await response.aclose()
            if known is None and response.status_code == 401 and asked.startswith("digest"):
                self._schemes[bare] = httpx.DigestAuth(self.access.user, self.access.password)
                return await self._scheme(url, has_body, seconds)
            known = self._schemes.setdefault(bare, httpx.BasicAuth(self.access.user, self.access.password))
        return known

    @staticmethod
    def _onward(response: httpx.Response, method: str, origin: tuple[str, str, int | None]) -> httpx.URL:
        """Where a redirect leads, if that is the same host and means the same request."""
        onward = response.url.join(response.headers.get("location", ""))
        if _origin(onward) != origin:
            raise StoreFault("failed", "redirected to another host")
        if method != "GET" and response.status_code not in (307, 308):
            raise StoreFault("failed", f"redirected with {response.status_code}, which would change {method}")
        return onward

    async def _taken(self, response: httpx.Response, most: int) -> Answer:
        status = response.status_code
        if not 200 <= status < 300:
            said = await _beginning(response)
            raise StoreFault(_KINDS.get(status, "refused" if status < 500 else "failed"), f"{status} {said}")
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise StoreFault("failed", "a compressed answer that was not asked for")
        body: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY if self.spool_to_disk else 0)  # noqa: SIM115
        if not self.spool_to_disk:
            import io

            body = io.BytesIO()
        size = 0
        try:
            async for chunk in response.aiter_raw(65536):
                size += len(chunk)
                if size > most:
                    raise StoreFault("too-large", f"more than {most} bytes")
                body.write(chunk)
        except BaseException:
            body.close()
            raise
        body.seek(0)
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Answer(status, kind, {k.lower(): v for k, v in response.headers.items()}, body, size)


_KINDS = {
    401: "credentials", 403: "credentials", 404: "no-graph", 408: "timeout", 413: "too-large",
    429: "busy", 503: "busy", 504: "timeout",
}  # fmt: skip


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    """Scheme, host and port (RFC 6454, section 4)."""
    return url.scheme, url.host, url.port


async def _beginning(response: httpx.Response) -> str:
    """The first words of an error, for the log."""
    said = b""
    async for chunk in response.aiter_raw(1024):
        said += chunk
        if len(said) >= 500:
            break
    return ascii(said[:500].decode("utf-8", "replace"))
