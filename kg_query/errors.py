"""Errors that say what is wrong, where, and what to do, in Chinese and in English.

Every fault that a user can cause is a `KgqError`.  It carries its text in both
languages, so that each door (command line, web, notebook) shows it in the
language of its reader, and an exit code, so that a script can tell bad usage
from bad input and from a limit.  Whatever reads input collects *all* problems
before it raises: one run of a command tells everything that is wrong with a
file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter

from kg_query.model import Text

__all__ = [
    "CorpusError",
    "InputError",
    "InternalError",
    "KgqError",
    "LimitError",
    "Problem",
    "SHOWN",
    "UsageError",
    "did_you_mean",
    "known_words",
    "nearest",
]

#: How many problems one message writes out; an error carries all of them.
SHOWN = 200
#: How alike a word must be to one that is offered as what was meant, from 0 to 1.
LIKE = 0.6


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what, where, and what to do about it."""

    message: Text
    where: str | None = None
    hint: Text | None = None

    def render(self, lang: str) -> str:
        """One line of text in `lang`: where, what, what to do.

        >>> Problem(Text("无此事由", "no such ground"), "m1.json").render("en")
        'm1.json: no such ground'
        """
        line = self.message.in_(lang)
        if self.where:
            line = f"{self.where}{'：' if lang == 'zh' else ': '}{line}"
        if self.hint is not None and (hint := self.hint.in_(lang)):
            line = f"{line}{'。' if lang == 'zh' else '. '}{hint}"
        return line

    def to_json(self) -> dict[str, object]:
        """The problem as plain JSON data: `message`, `where`, `hint`."""
        return {
            "message": self.message.to_json(),
            "where": self.where,
            "hint": self.hint.to_json() if self.hint is not None else None,
        }


class KgqError(Exception):
    """A fault that is told to the user, in both languages, with an exit code.

    `message` says what is wrong, `where` names the file, matter, cell or unit,
    `hint` says what to do.  An error that stands for several problems carries
    them in `problems`; an error for one problem carries that one.

    >>> error = KgqError(Text("没有这部文件", "no such regulation"), where="nanmo")
    >>> error.render("en")
    'nanmo: no such regulation'
    """

    exit_code = 5

    def __init__(
        self,
        message: Text,
        where: str | None = None,
        hint: Text | None = None,
        problems: Iterable[Problem] = (),
    ) -> None:
        self.message = message
        self.where = where
        self.hint = hint
        self.problems: tuple[Problem, ...] = tuple(problems) or (Problem(message, where, hint),)
        super().__init__(message, where, hint, self.problems)

    @classmethod
    def collect(cls, problems: Iterable[Problem]) -> KgqError:
        """One error that carries all of `problems` (at least one)."""
        found = tuple(problems)
        if not found:
            raise ValueError("an error needs at least one problem")
        if len(found) == 1:
            only = found[0]
            return cls(only.message, only.where, only.hint)
        number = len(found)
        return cls(Text(f"共 {number} 处问题", f"{number} problems"), problems=found)

    def render(self, lang: str) -> str:
        """The whole message in `lang`: one line, or a heading and one line a problem.

        Of very many problems the first `SHOWN` are written out and the rest counted.
        """
        if len(self.problems) == 1:
            return self.problems[0].render(lang)
        head = Problem(self.message, self.where, self.hint).render(lang)
        colon = "：" if lang == "zh" else ":"
        lines = [head + colon, *(f"  - {p.render(lang)}" for p in self.problems[:SHOWN])]
        if (rest := len(self.problems) - SHOWN) > 0:
            lines.append(f"  … 另有 {rest} 处" if lang == "zh" else f"  … and {rest} more")
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.render("en")


class UsageError(KgqError):
    """The command or call itself is wrong: an option, a name, a combination."""

    exit_code = 2


class InputError(KgqError):
    """What the user brought cannot be read or means nothing here; carries all problems."""

    exit_code = 3


class CorpusError(KgqError):
    """The law's own data is faulty or does not compile; carries all problems."""

    exit_code = 3


class LimitError(KgqError):
    """A limit was reached: size, depth, time."""

    exit_code = 4


class InternalError(KgqError):
    """The program itself failed: a fault of ours, not of the user."""

    exit_code = 5


def nearest(
    word: object,
    known: Iterable[str] | Mapping[str, str],
    count: int = 3,
    likeness: float = LIKE,
) -> tuple[str, ...]:
    """The known words most like `word`, nearest first, at most `count`.

    `known` is a collection of words, or a mapping from whatever a user may
    write (such as a Chinese label) to the word that is then suggested; of a
    mapping to values that are no words, the keys count.
    `likeness` is how alike they must be, from 0 (anything) to 1 (the same).

    >>> nearest("force_majure", ["force_majeure", "major_loss"])
    ('force_majeure',)
    >>> nearest("不可抗", {"不可抗力": "force_majeure", "重大损失": "major_loss"})
    ('force_majeure',)
    """
    return tuple(word for word, _ in _alike(word, known, count, likeness))


def _alike(
    word: object, known: Iterable[str] | Mapping[str, str], count: int, likeness: float
) -> list[tuple[str, float]]:
    """The known words most like a word, each with how alike it is, nearest first; see `nearest`.

    Candidates come by the most that they could reach, so that few have to be measured.
    """
    from difflib import SequenceMatcher

    words = known if isinstance(known, Mapping) else {k: k for k in known}
    table = {spelling: t if isinstance(t, str) else spelling for spelling, t in words.items()}
    asked = str(word).strip().casefold()[:200]
    if not asked:
        return []
    shortest, letters, common = 4 if asked.isascii() else 2, set(asked), _in_order(asked)
    candidates: list[tuple[float, str, str, float]] = []
    for spelling, target in table.items():
        candidate = spelling.casefold()
        length = len(asked) + len(candidate)
        within = min(len(asked), len(candidate)) >= shortest and (asked in candidate or candidate in asked)
        least = most = 0.75 if within else 0.0
        if 2 * min(len(asked), len(candidate)) >= likeness * length and not letters.isdisjoint(candidate):
            most = max(least, 2.0 * common(candidate) / length)
        if most >= likeness:
            candidates.append((most, candidate, target, least))
    candidates.sort(key=itemgetter(0), reverse=True)
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(asked)
    best: dict[str, float] = {}
    found: list[tuple[str, float]] = []
    for most, candidate, target, least in candidates:
        if len(found) == count and most < found[-1][1]:
            break
        ratio = most
        if most > least:
            matcher.set_seq1(candidate)
            ratio = max(least, matcher.ratio())
        if ratio >= likeness and ratio > best.get(target, -1.0):
            best[target] = ratio
            others = [pair for pair in found if pair[0] != target]
            found = sorted([*others, (target, ratio)], key=lambda pair: (-pair[1], pair[0]))[:count]
    return found


def _in_order(word: str) -> Callable[[str], int]:
    """How many letters another word has in common with a word in the same order, told from the bits of a number."""
    places: dict[str, int] = {}
    for at, letter in enumerate(word):
        places[letter] = places.get(letter, 0) | 1 << at
    every = (1 << len(word)) - 1

    def common(other: str) -> int:
        left = every
        for letter in other:
            if letter in places and (here := left & places[letter]):
                left = ((left + here) | (left - here)) & every
        return len(word) - left.bit_count()

    return common


def did_you_mean(
    word: object,
    known: Iterable[str] | Mapping[str, str],
    count: int = 3,
    always: bool = False,
) -> Text | None:
    """A hint with the nearest known words, or None where nothing is near.

    With `always`, the hint names the nearest words however far they are.

    >>> did_you_mean("handlr", ["handler", "reviewer"]).en
    'Did you mean: handler?'
    >>> did_you_mean("x", ["handler", "reviewer"], always=True).en
    'Nearest known words: handler, reviewer'
    """
    found = _alike(word, known, count, 0.0 if always else LIKE)
    if words := [one for one, likeness in found if likeness >= LIKE]:
        return Text(f"是否想写：{'、'.join(words)}？", f"Did you mean: {', '.join(words)}?")
    if words := [one for one, _ in found]:
        return Text(f"最接近的词：{'、'.join(words)}", f"Nearest known words: {', '.join(words)}")
    return None


def known_words(known: Iterable[str]) -> Text:
    """A hint with all the known words, for where few are possible.

    >>> known_words(["text", "json"]).en
    'Known: text, json'
    """
    words = tuple(known)
    return Text(f"可用：{'、'.join(words)}", f"Known: {', '.join(words)}")
