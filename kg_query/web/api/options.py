"""The options of a request: the command line's options, as query parameters or members of a JSON body."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from kg_query.errors import UsageError, did_you_mean, known_words
from kg_query.inputs import shown
from kg_query.model import Text

from .refusals import NotAccepted

if TYPE_CHECKING:
    from kg_query.graph import KnowledgeGraph

__all__ = ["LONGEST", "OFTEN", "Kind", "Options", "Parameter"]

#: How long one value may be, in characters, and how often an option may stand in an address.
LONGEST = 300
OFTEN = 20

Kind = Literal["text", "flag", "count", "day", "share"]

_FLAGS = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One option: its name on the command line, its meaning, and what it may be.

    Attributes:
        name: as on the command line, without the dashes.
        meaning: in both languages.
        kind: "text", "flag" (true or false), "count" (0 or more), "day" (ISO 8601), "share" (0 to 1).
        several: whether it may be repeated.
        known: the closed vocabulary that its values are from, or a function that asks the graph for it.
        example: a value of it, or a function that takes one from the graph.
        required: whether a request without it is refused.
        pattern: a regular expression (ECMA 262) that every value fits.
        never: why nobody may give an address or a path in place of a known word.
        also: another name that is taken for it.
    """

    name: str
    meaning: Text
    kind: Kind = "text"
    several: bool = False
    known: tuple[str, ...] | Callable[[KnowledgeGraph], Iterable[str]] | None = None
    example: str | Callable[[KnowledgeGraph], str] | None = None
    required: bool = False
    pattern: str | None = None
    never: Text | None = None
    also: str = ""

    def words(self, kg: KnowledgeGraph) -> tuple[str, ...]:
        """The closed vocabulary of its values; empty where it has none."""
        if self.known is None:
            return ()
        return self.known if isinstance(self.known, tuple) else tuple(self.known(kg))

    def such_as(self, kg: KnowledgeGraph) -> str | None:
        """A value of it; None where no example is given."""
        return self.example(kg) if callable(self.example) else self.example


class Options:
    """The options of one request, each checked against what the operation declares.

    >>> from kg_query.model import Text
    >>> p = Parameter("all-norms", Text("全部", "all"), "flag")
    >>> Options({"all-norms": ["true"]}, (p,)).flag("all-norms")
    True
    """

    def __init__(self, given: Mapping[str, Sequence[str]], parameters: Iterable[Parameter]) -> None:
        """Raises UsageError for an unknown, a repeated, a missing or an ill-formed option."""
        self._declared = {p.name: p for p in parameters}
        also = {p.also: p.name for p in self._declared.values() if p.also}
        self._given: dict[str, list[str]] = {}
        for name, values in given.items():
            if values:
                self._given.setdefault(also.get(name, name), []).extend(values)
        for name, values in self._given.items():
            parameter = self._declared.get(name)
            if parameter is None:
                raise UsageError(
                    Text(f"没有参数“{shown(name)}”", f"there is no parameter “{shown(name)}”"),
                    hint=did_you_mean(name, self._declared) or known_words(self._declared),
                )
            if len(values) > 1 and not parameter.several:
                raise UsageError(
                    Text(f"参数 {name} 只能给出一次", f"the parameter {name} can be given once only")
                )
            for value in values:
                _check(parameter, value)
        for name, parameter in self._declared.items():
            if parameter.required and name not in self._given:
                example = f"{name}={parameter.example}" if isinstance(parameter.example, str) else name
                raise UsageError(
                    Text(f"缺少参数 {name}", f"the parameter {name} is missing"),
                    hint=Text(f"如 {example}", f"Such as {example}"),
                )

    def check_words(self, kg: KnowledgeGraph) -> None:
        """Raises UsageError, with the nearest known words, for a value outside a closed vocabulary.

        Raises NotAccepted where it is an address instead, and nobody may bring one.
        """
        for name, values in self._given.items():
            if words := self._declared[name].words(kg):
                for value in values:
                    if value in words:
                        continue
                    never = self._declared[name].never
                    if never is not None and any(mark in value for mark in ":/\\.@<"):
                        raise NotAccepted(never)
                    raise UsageError(
                        Text(
                            f"参数 {name} 不能是“{shown(value)}”",
                            f"the parameter {name} cannot be “{shown(value)}”",
                        ),
                        hint=did_you_mean(value, words, always=len(words) > 12) or known_words(words),
                    )

    def all(self, name: str) -> list[str]:
        """Every value of an option; none where it is not given."""
        return self._given.get(name, [])

    def one(self, name: str) -> str | None:
        """The value of an option, or None."""
        return next(iter(self.all(name)), None)

    def flag(self, name: str) -> bool:
        """Whether a flag is set."""
        return _FLAGS[self.one(name) or "false"]

    def count(self, name: str) -> int | None:
        """A whole number, 0 or more, or None."""
        value = self.one(name)
        return None if value is None else int(value)

    def share(self, name: str) -> float | None:
        """A number from 0 to 1, or None."""
        value = self.one(name)
        return None if value is None else float(value)

    def words(self, without: Sequence[str] = ()) -> list[str]:
        """The options as words of a command line, `without` those that it has no name for."""
        said: list[str] = []
        for name, values in self._given.items():
            if name in without:
                continue
            if self._declared[name].kind == "flag":
                said += [f"--{name}"] if self.flag(name) else []
            else:
                for value in values:
                    said += [f"--{name}", value]
        return said


def _check(parameter: Parameter, value: str) -> None:
    name, kind = parameter.name, parameter.kind
    wanted: Text | None = None
    if kind == "flag" and value not in _FLAGS:
        wanted = Text("应为 true 或者 false", "is true or false")
    elif kind == "count" and not (value.isascii() and value.isdigit() and len(value) < 10):
        wanted = Text("应为非负整数", "is a whole number, 0 or more")
    elif kind == "share" and not _is_share(value):
        wanted = Text("应为 0 到 1 之间的数", "is a number from 0 to 1")
    elif kind == "day" and not _is_day(value):
        wanted = Text("应为日期，如 2024-10-08", "is a date, such as 2024-10-08")
    elif "\x00" in value or len(value) > LONGEST:
        wanted = Text("过长或者含有控制字符", "is too long or holds a control character")
    if wanted is not None:
        given = shown(value)
        raise UsageError(
            Text(
                f"参数 {name} {wanted.zh}，不能是“{given}”",
                f"the parameter {name} {wanted.en}, not “{given}”",
            )
        )


def _is_share(value: str) -> bool:
    try:
        return 0 <= float(value) <= 1
    except ValueError:
        return False


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == 10
