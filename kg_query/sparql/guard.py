"""A look at a SPARQL query before it runs: what it may not contain, and what it names itself.

The engine would carry out SERVICE with a real request and cannot be told not to, so the word is
looked for here: a lexer skips comments, IRIs, strings, variables, prefixed names and blank nodes,
and only then compares words. What it cannot read it refuses. The engine needs no space around a
keyword (`trueSERVICE<…>` and `SERVICEex:p` are calls), so a word or the prefix of a name that merely
contains the keyword is refused as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..errors import InputError
from ..model import Text

#: Longest query taken, in characters.
MAX_LENGTH = 1_000_000

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
  | (?P<mark>[^\w\s"'\\\x00-\x1f])
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

    Raises InputError for a query that would call another server (SERVICE), and for one that is too
    long or cannot be read.

    >>> "FROM" in check("SELECT * FROM <urn:g> { ?s ?p ?o }")
    True
    """
    if len(query) > MAX_LENGTH:
        raise InputError(
            Text(f"查询超过 {MAX_LENGTH} 个字符", f"the query is longer than {MAX_LENGTH} characters"),
            "SPARQL",
        )
    lexemes = [(kind, text.upper()) for kind, text in _lexemes(query)]
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
