"""A look at a SPARQL query before it runs: what it may not contain, and what it names itself.

The engine would carry out SERVICE with a real request and cannot be told not to, so the word is
looked for here: a lexer skips comments, IRIs, strings, variables, prefixed names and blank nodes,
and only then compares words. What it cannot read it refuses. The engine needs no space around a
keyword (`trueSERVICE<…>` and `SERVICEex:p` are calls), so a word or the prefix of a name that merely
contains the keyword is refused as well.

The engine reads and plans recursively and has no limit of its own: a query nested or chained deep
enough would end the process. So size, depth and number are limited here, before the engine sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..errors import InputError, LimitError
from ..model import Text

#: Longest query taken, in bytes of UTF-8.
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

# Order matters: an IRI before the operator `<`, long strings before short ones.
_LEXEMES = re.compile(
    r"""
    (?P<skip>
        [\s\ufeff]+
      | \#[^\r\n]*
      | <(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>
      | '''(?:'{0,2}(?:[^'\\]|\\.))*+'''
      | \"""(?:"{0,2}(?:[^"\\]|\\.))*+\"""
      | '(?:[^'\\\r\n]|\\.)*+'
      | "(?:[^"\\\r\n]|\\.)*+"
      | [?$]\w+
      | @[A-Za-z]+(?:-[A-Za-z0-9]+)*
      | _:[\w.\-]+
      | [0-9.]+(?:[eE][+-]?[0-9]+)?
    )
  | (?P<name>(?:[^\W\d_][\w.\-]*)?:(?:[\w.\-:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*)
  | (?P<word>[^\W\d_]\w*)
  | (?P<mark>\|\||&&|\^\^|[^\w\s"'\\\x00-\x1f])
    """,
    re.VERBOSE | re.DOTALL,
)


def words(query: str) -> Iterator[str]:
    """The keywords of a query in capitals, in order; InputError where it cannot be read.

    >>> list(words("SELECT ?service { <urn:service> :service 'service' } # service"))
    ['SELECT']
    """
    return (text.upper() for kind, text in _lexemes(query) if kind == "word")


def _lexemes(query: str) -> Iterator[tuple[str, str]]:
    position = 0
    while position < len(query):
        found = _LEXEMES.match(query, position)
        if found is None:
            line = query.count("\n", 0, position) + 1
            raise InputError(
                Text(
                    f"查询在此处无法识别：{query[position : position + 20]!r}",
                    f"the query cannot be read here: {query[position : position + 20]!r}",
                ),
                f"SPARQL:{line}",
                Text("请检查引号、尖括号和转义", "Check quotes, angle brackets and escapes"),
            )
        yield found.lastgroup or "", found.group()
        position = found.end()


def check(query: str) -> frozenset[str]:
    """The keywords of a query that is safe to run.

    Raises InputError for a query that would call another server (SERVICE) or cannot be read,
    LimitError for one that is too long, too deep or has too many parts.

    >>> "FROM" in check("SELECT * FROM <urn:g> { ?s ?p ?o }")
    True
    """
    if len(query) > MAX_LENGTH or len(query.encode("utf-8", "replace")) > MAX_LENGTH:
        size = f"{MAX_LENGTH // 1024} KB"
        raise _limit(f"查询超过 {size}", f"the query is longer than {size}")
    lexemes = [(kind, text.upper()) for kind, text in _limited(_lexemes(query))]
    found = frozenset(text for kind, text in lexemes if kind == "word")
    prefixes = {text.split(":", 1)[0] for kind, text in lexemes if kind == "name"}
    if any("SERVICE" in word for word in found | prefixes):
        raise InputError(
            Text(
                "不支持 SERVICE：查询不会访问其他服务器", "SERVICE is refused: no query calls another server"
            ),
            "SPARQL",
            Text(
                "请先下载数据，再用 --load 载入",
                "Download the data first and add it with --load",
            ),
        )
    return found


def undeclared(query: str, known: Iterable[str]) -> str | None:
    """The first prefix that a query uses and neither declares nor finds among the known ones.

    >>> undeclared("PREFIX a: <urn:a> ASK { a:x b:y id:z }", ["id"])
    'b'
    """
    declared, before = set(known), ""
    for kind, text in _lexemes(query):
        if kind == "name":
            prefix = text.split(":", 1)[0]
            if before == "PREFIX":
                declared.add(prefix)
            elif prefix not in declared:
                return prefix
        if kind != "skip":
            before = text.upper()
    return None


def _limited(lexemes: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The lexemes as they come, until one goes over a limit: LimitError.

    What looks like an IRI may be a comparison to the engine (`1<((2))&&3>1`), so the brackets and
    operators within IRIs count as well, and their brackets never close.
    """
    tokens = depth = hidden = operations = 0
    for kind, text in lexemes:
        if kind == "skip" and (text[0] in "#\ufeff" or text[0].isspace()):
            yield kind, text
            continue
        tokens += 1
        if kind == "skip" and text[0] == "<":
            if len(text) > MAX_IRI:
                raise _limit(f"IRI 超过 {MAX_IRI} 个字符", f"an IRI is longer than {MAX_IRI} characters")
            hidden += text.count("(") + text.count("[")
            operations += text.count("!") + text.count("&&") + text.count("*") + text.count("+")
        elif kind == "mark" and text in "{([":
            depth += 1
        elif kind == "mark" and text in "})]":
            depth = max(0, depth - 1)
        operations += text in _OPERATORS if kind == "mark" else text.upper() in _CLAUSES
        if tokens > MAX_TOKENS:
            raise _limit(
                f"查询超过 {MAX_TOKENS} 个词和符号", f"the query has more than {MAX_TOKENS} words and marks"
            )
        if depth + hidden > MAX_DEPTH:
            raise _limit(
                f"括号嵌套超过 {MAX_DEPTH} 层", f"brackets are nested more than {MAX_DEPTH} levels deep"
            )
        if operations > MAX_OPERATIONS:
            raise _limit(
                f"查询超过 {MAX_OPERATIONS} 个组、子句和运算符（如 UNION、OPTIONAL、||）",
                f"the query has more than {MAX_OPERATIONS} groups, clauses and operators "
                "(such as UNION, OPTIONAL, ||)",
            )
        yield kind, text


def _limit(zh: str, en: str) -> LimitError:
    return LimitError(
        Text(zh, en),
        "SPARQL",
        Text(
            "请拆成几个较小的查询；很多值可以写进一个 VALUES",
            "Split it into smaller queries; many values can stand in one VALUES",
        ),
    )
