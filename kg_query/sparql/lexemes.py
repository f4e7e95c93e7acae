"""The lexemes of SPARQL text, exactly as the engine cuts it, or a refusal.

The engine has no lexer: what `<` begins, an IRI or a comparison, depends for it on where it stands.
Read the wrong way, `1<?x#> '''` hides the rest of the text from a reader (it sees a string) and shows
it to the engine (it sees a comment). So the brackets and the lexeme before `<` are looked at: where
both readings are possible and would cut what follows differently, the text is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..errors import InputError
from ..model import Text

__all__ = ["Lexeme", "lexemes"]

Kind = Literal["space", "iri", "term", "name", "word", "mark"]


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One piece of the text.

    Attributes:
        kind: `space` (also comments), `iri`, `term` (string, number, variable, language tag, blank
            node), `name` (prefixed), `word` (keyword, function) or `mark`.
        text: the piece as it is written.
        braces: how many `{` are open before it.
    """

    kind: Kind
    text: str
    braces: int


# Order matters: an IRI before the operator `<`, long strings before short ones. The local part of a
# name begins with no `.` and no `-`: `a:.SERVICE` is `a:`, the end of a triple, and a call.
_LEXEMES = re.compile(
    r"""
    (?P<space>[\s\ufeff]+ | \#[^\r\n]*)
  | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
  | (?P<term>
        '''(?:'{0,2}(?:[^'\\]|\\.))*+'''
      | \"""(?:"{0,2}(?:[^"\\]|\\.))*+\"""
      | '(?:[^'\\\r\n]|\\.)*+'
      | "(?:[^"\\\r\n]|\\.)*+"
      | [?$]\w+
      | @[A-Za-z]+(?:-[A-Za-z0-9]+)*
      | _:[\w.\-]+
      | [0-9.]+(?:[eE][+-]?[0-9]+)?
    )
  | (?P<name>
        (?:[^\W\d_][\w.\-]*)?:
        (?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])
           (?:[\w.\-:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*)?
    )
  | (?P<word>[^\W\d_]\w*)
  | (?P<mark>\|\||&&|\^\^|[^\w\s"'\\\x00-\x1f])
    """,
    re.VERBOSE | re.DOTALL,
)

#: After these no comparison can follow, so `<` begins an IRI.
_NO_OPERAND = {"", "(", "{", "[", ",", ";", "=", "!", "+", "-", "*", "/", "|", "^", "^^", "&&", "||"}
#: What, within `<…>`, would be cut or nested differently if `<` were a comparison.
_TELLING = re.compile(r"[#'()\[\]]")


def lexemes(query: str) -> Iterator[Lexeme]:
    """The lexemes of a text one after the other; together they are the text.

    Raises:
        InputError: what stands there is no lexeme, or could be read in two ways.

    >>> [x.text for x in lexemes("ASK{?s a<urn:x>}") if x.kind != "space"]
    ['ASK', '{', '?s', 'a', '<urn:x>', '}']
    """
    position, before, opened, braces = 0, "", [""], 0
    while position < len(query):
        found = _LEXEMES.match(query, position)
        if found is None:
            raise _unread(query, position)
        kind: Kind = found.lastgroup or "mark"  # type: ignore[assignment]
        text = found.group()
        if kind == "iri" and _two_ways(text, before, opened[-1], query[position - 1 : position]):
            raise _ambiguous(query, position)
        yield Lexeme(kind, text, braces)
        if kind == "mark":
            if text in "{([":
                opened.append(text)
                braces += text == "{"
            elif text in "})]" and len(opened) > 1:
                braces -= opened.pop() == "{"
        if kind != "space":
            before = text
        position = found.end()


def _two_ways(text: str, before: str, innermost: str, adjacent: str) -> bool:
    """Whether `<…>` may be no IRI to the engine, and what follows is then cut in another way.

    A comparison stands directly in round brackets and after an operand; `<<` may begin a quoted
    triple anywhere. Two strokes before a comment or a string are in an IRI only.
    """
    if adjacent != "<" and (innermost != "(" or before in _NO_OPERAND):
        return False
    telling = _TELLING.search(text)
    if telling is None:
        return False
    strokes = text.find("//")
    cut = re.search(r"[#']", text)
    return strokes < 0 or (cut is not None and cut.start() < strokes)


def _line(query: str, position: int) -> str:
    return f"SPARQL:{query.count(chr(10), 0, position) + 1}"


def _unread(query: str, position: int) -> InputError:
    rest = query[position : position + 20]
    return InputError(
        Text(f"查询在此处无法识别：{rest!r}", f"the query cannot be read here: {rest!r}"),
        _line(query, position),
        Text("请检查引号、尖括号和转义", "Check quotes, angle brackets and escapes"),
    )


def _ambiguous(query: str, position: int) -> InputError:
    rest = query[position : position + 20]
    return InputError(
        Text(
            f"此处的 < 既可读作 IRI 的开头，也可读作小于号：{rest!r}",
            f"here < can be read as the start of an IRI or as a comparison: {rest!r}",
        ),
        _line(query, position),
        Text(
            "比较时请在 < 后加空格；IRI 请写成带前缀的名称",
            "Put a space after < in a comparison; write the IRI as a prefixed name",
        ),
    )
