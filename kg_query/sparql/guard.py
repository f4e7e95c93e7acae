"""A look at SPARQL text before it runs: what it may not contain, and what it says of itself.

The engine would carry out SERVICE and LOAD with a real request and cannot be told not to, so the words
are looked for here, among the lexemes of the text (`lexemes`). What cannot be read is refused. The
engine needs no space around a keyword (`trueSERVICE<…>` and `SERVICEex:p` are calls), so a word or the
prefix of a name that merely contains the keyword is refused as well.

The engine reads and plans recursively and has no limit of its own: a query nested or chained deep
enough would end the process. So size, depth and number are limited here, before the engine sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from ..errors import InputError, LimitError
from ..model import Text
from ..terms import PREFIXES
from .lexemes import Lexeme, lexemes

__all__ = [
    "MAX_LENGTH", "Form", "LoadRefused", "NotAQuery", "ServiceRefused", "check", "check_update", "form",
    "names_dataset", "undeclared", "update_names_dataset", "words",
]  # fmt: skip

#: Longest text taken, in bytes of UTF-8; a server may take less.
MAX_LENGTH = 256 * 1024
#: Most words, names, strings and marks of one query.
MAX_TOKENS = 20_000
#: How deep brackets may stand in brackets.
MAX_DEPTH = 100
#: Most groups, clauses and operators of one query.
MAX_OPERATIONS = 1_000
#: Longest IRI, in characters.
MAX_IRI = 2_000

_CLAUSES = {"UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "VALUES", "EXISTS", "SELECT", "LATERAL", "AS"}
_OPERATORS = {"{", "!", "||", "&&", "+", "-", "*", "/", "^", "|"}
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH")

#: What a query gives: rows (SELECT), a truth value (ASK) or a graph (CONSTRUCT, DESCRIBE).
Form = Literal["rows", "boolean", "graph"]
_FORMS: dict[str, Form] = {"SELECT": "rows", "ASK": "boolean", "CONSTRUCT": "graph", "DESCRIBE": "graph"}


class ServiceRefused(InputError):
    """The text would have the server call another one (SPARQL 1.1 Federated Query)."""


class LoadRefused(InputError):
    """The update would have the server fetch a document (SPARQL 1.1 Update, section 3.1.4)."""


class NotAQuery(InputError):
    """The text is an update, or begins as no query does."""


def words(query: str) -> Iterator[str]:
    """The keywords of a query in capitals, in order; InputError where it cannot be read.

    >>> list(words("SELECT ?service { <urn:service> :service 'service' } # service"))
    ['SELECT']
    """
    return (x.text.upper() for x in lexemes(query) if x.kind == "word")


def check(query: str, most: int = MAX_LENGTH) -> frozenset[str]:
    """The keywords of a query that is safe to run.

    Args:
        query: the text of a query.
        most: how long it may be, in bytes of UTF-8.

    Raises:
        ServiceRefused: it would call another server.
        LimitError: it is too long, too deep or has too many parts.
        InputError: it cannot be read.

    >>> "FROM" in check("SELECT * FROM <urn:g> { ?s ?p ?o }")
    True
    """
    return frozenset(x.text.upper() for x in _checked(query, most) if x.kind == "word")


def check_update(update: str, most: int = MAX_LENGTH) -> frozenset[str]:
    """The keywords of an update that fetches nothing and calls nobody.

    Args:
        update: the text of an update request.
        most: how long it may be, in bytes of UTF-8.

    Raises:
        ServiceRefused: its WHERE would call another server.
        LoadRefused: it would fetch a document.
        LimitError: it is too long, too deep or has too many parts.
        InputError: it cannot be read.

    >>> sorted(check_update("DELETE WHERE { ?s ?p ?o }"))
    ['DELETE', 'WHERE']
    """
    found = _checked(update, most)
    before: Lexeme | None = None
    for x in found:
        begins = x.text.upper().startswith("LOAD")
        # A name is glued to the keyword only where an operation can begin: outside braces, after no word.
        glued = x.kind == "name" and x.braces == 0 and (before is None or before.kind != "word")
        if begins and (x.kind == "word" or glued):
            raise LoadRefused(
                Text("不支持 LOAD：更新不会读取其他地址", "LOAD is refused: no update fetches a document"),
                "SPARQL",
                Text(
                    "请自行下载，再用图存储协议或 INSERT DATA 写入",
                    "Download it and send it by the Graph Store Protocol or INSERT DATA",
                ),
            )
        if x.kind != "space":
            before = x
    return frozenset(x.text.upper() for x in found if x.kind == "word")


def form(query: str) -> Form:
    """What a query gives, told from its first keyword after the prologue, without running it.

    Raises:
        NotAQuery: it is an update, empty, or begins as no query does.
        InputError: it cannot be read.

    >>> form("BASE <urn:b> PREFIX ask: <urn:a> # SELECT\\ndescribe ask:x")
    'graph'
    """
    before = ""
    for x in lexemes(query):
        text = x.text.upper()
        if x.kind in ("word", "name"):
            for keyword, kind in _FORMS.items():
                if text.startswith(keyword) and not (x.kind == "name" and before == "PREFIX"):
                    return kind
            if x.kind == "word" and text.startswith(_UPDATES):
                raise NotAQuery(
                    Text("这里只接受查询，不接受更新", "this is an update; only queries are taken here"),
                    "SPARQL",
                    Text("请用 SELECT、ASK、CONSTRUCT 或 DESCRIBE", "Use SELECT, ASK, CONSTRUCT or DESCRIBE"),
                )
            prologue = (
                text in ("BASE", "PREFIX", "VERSION") if x.kind == "word" else text.startswith("PREFIX")
            )
            if not prologue and not (x.kind == "name" and before == "PREFIX"):
                break
        elif x.kind == "mark":
            break
        if x.kind != "space":
            before = text
    raise NotAQuery(
        Text("这不是 SPARQL 查询", "this is no SPARQL query"),
        "SPARQL",
        Text(
            "查询以 SELECT、ASK、CONSTRUCT 或 DESCRIBE 开头，前面只能有 BASE 和 PREFIX",
            "A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after BASE and PREFIX at most",
        ),
    )


def names_dataset(query: str) -> bool:
    """Whether a query names its own dataset (FROM, FROM NAMED; SPARQL 1.1 Query, section 13.2).

    >>> names_dataset("PREFIX from: <urn:f> ASK { from:a ?from 'FROM' }")
    False
    """
    return _has_clause(query, ("FROM", "ASKFROM"))


def update_names_dataset(update: str) -> bool:
    """Whether an update names its own dataset (USING, USING NAMED, WITH; SPARQL 1.1 Update, 3.1.3).

    >>> update_names_dataset("WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }")
    True
    """
    return _has_clause(update, ("USING", "WITH"))


def _has_clause(text: str, keywords: tuple[str, ...]) -> bool:
    """Whether a clause stands outside braces, also where it is glued to a name (`FROMex:g`)."""
    declared, before, found = set(PREFIXES), "", False
    for x in lexemes(text):
        prefix = x.text.split(":", 1)[0] if x.kind == "name" else ""
        if before == "PREFIX":
            declared.add(prefix)
        elif x.braces == 0 and (x.kind == "word" or (x.kind == "name" and prefix not in declared)):
            found = found or x.text.upper().startswith(keywords)
        if x.kind != "space":
            before = x.text.upper()
    return found


def undeclared(query: str, known: Iterable[str]) -> str | None:
    """The first prefix that a query uses and neither declares nor finds among the known ones.

    >>> undeclared("PREFIX a: <urn:a> ASK { a:x b:y id:z }", ["id"])
    'b'
    """
    declared, before = set(known), ""
    for x in lexemes(query):
        if x.kind == "name":
            prefix = x.text.split(":", 1)[0]
            if before == "PREFIX":
                declared.add(prefix)
            elif prefix not in declared:
                return prefix
        if x.kind != "space":
            before = x.text.upper()
    return None


def _checked(text: str, most: int) -> list[Lexeme]:
    """The lexemes of a text within all limits that calls no other server."""
    if len(text) > most or len(text.encode("utf-8", "replace")) > most:
        size = f"{most // 1024} KB"
        raise _limit(f"查询超过 {size}", f"the query is longer than {size}")
    found = list(_limited(lexemes(text)))
    for x in found:
        keyword = x.text if x.kind == "word" else x.text.split(":", 1)[0] if x.kind == "name" else ""
        if "SERVICE" in keyword.upper():
            raise ServiceRefused(
                Text(
                    "不支持 SERVICE：查询不会访问其他服务器",
                    "SERVICE is refused: no query calls another server",
                ),
                "SPARQL",
                Text(
                    "请先下载数据，再与图谱一起查询（命令行用 --load）",
                    "Download the data and query it beside the graph (--load on the command line)",
                ),
            )
    return found


def _limited(found: Iterator[Lexeme]) -> Iterator[Lexeme]:
    """The lexemes as they come, until one goes over a limit: LimitError.

    What looks like an IRI may be a comparison to the engine (`1<?a&&?b>1`), so the operators within
    IRIs count as well.
    """
    tokens = depth = operations = 0
    for x in found:
        if x.kind == "space":
            yield x
            continue
        tokens += 1
        if x.kind == "iri":
            if len(x.text) > MAX_IRI:
                raise _limit(f"IRI 超过 {MAX_IRI} 个字符", f"an IRI is longer than {MAX_IRI} characters")
            operations += x.text.count("!") + x.text.count("&&") + x.text.count("*") + x.text.count("+")
        elif x.kind == "mark" and x.text in "{([":
            depth += 1
        elif x.kind == "mark" and x.text in "})]":
            depth = max(0, depth - 1)
        operations += x.text in _OPERATORS if x.kind == "mark" else x.text.upper() in _CLAUSES
        if tokens > MAX_TOKENS:
            raise _limit(
                f"查询超过 {MAX_TOKENS} 个词和符号", f"the query has more than {MAX_TOKENS} words and marks"
            )
        if depth > MAX_DEPTH:
            raise _limit(
                f"括号嵌套超过 {MAX_DEPTH} 层", f"brackets are nested more than {MAX_DEPTH} levels deep"
            )
        if operations > MAX_OPERATIONS:
            raise _limit(
                f"查询超过 {MAX_OPERATIONS} 个组、子句和运算符（如 UNION、OPTIONAL、||）",
                f"the query has more than {MAX_OPERATIONS} groups, clauses and operators "
                "(such as UNION, OPTIONAL, ||)",
            )
        yield x


def _limit(zh: str, en: str) -> LimitError:
    return LimitError(
        Text(zh, en),
        "SPARQL",
        Text(
            "请拆成几个较小的查询；很多值可以写进一个 VALUES",
            "Split it into smaller queries; many values can stand in one VALUES",
        ),
    )
