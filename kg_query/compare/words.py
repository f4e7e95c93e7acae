"""How alike two texts are, word by word, and in which words they differ: Chinese and English.

Chinese is cut into words by a dictionary, English at its spaces and marks. Two texts are aligned by their
longest common sequence of words. What lies between is shown as words taken out and put in, never as single
characters of a word: 尽职尽责 becomes 尽职免责, not 尽 becomes 免. A short word that both texts happen to share in
the midst of a passage that was rewritten (的, 法定) is counted into the passage, so that a reader sees one
change and not five. Marks at the end of a text say nothing and are left out.

>>> changes(differences("行政执法尽职尽责制度。", "行政执法尽职免责制度；"))
(('尽职尽责', '尽职免责'),)
>>> changes(differences("An officer shall act.", "The officer may act.", "en"))
(('An', 'The'), ('shall', 'may'))
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..reports.documents.model import Mark, Marked, Run
from ..search import fold

__all__ = ["changes", "differences", "only_marks", "same_words", "similarity", "words"]

_LETTER = re.compile(r"\w")
_TOKEN = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")
_END = "。；;.，,、：: \n\t\u3000"


@lru_cache(maxsize=8192)
def words(text: str, lang: str = "zh") -> tuple[str, ...]:
    """The words of a text in their order, with the marks between them; put together they are the text.

    Args:
        text: any text; one that mixes the two languages is cut as `lang` says.
        lang: "zh" (by the dictionary of rjieba, whose guesses at unknown words are left out, because they
            differ with the context) or "en" (each word with the spaces after it).

    >>> words("应当认定为履职尽责")
    ('应当', '认定', '为', '履职', '尽责')
    >>> words("shall be, in law", "en")
    ('shall ', 'be', ', ', 'in ', 'law')
    """
    if lang == "en":
        starts = [m.start() for m in _TOKEN.finditer(text)]
        if not starts:
            return (text,) if text else ()
        starts[0] = 0
        return tuple(text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True))
    import rjieba

    return tuple(rjieba.cut(text, False))


def similarity(a: str, b: str, lang: str = "zh") -> float:
    """How alike two texts are, from 0 to 1: twice the words in common, in order, by all words of both.

    Marks do not count, nor do case and width of letters.

    >>> similarity("依法履行职责", "依法履行职责。")
    1.0
    """
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(_counted(a, lang), _counted(b, lang))


def same_words(a: str, b: str, lang: str = "zh") -> bool:
    """True when two texts have the same words in the same order, whatever their marks."""
    return _counted(a, lang) == _counted(b, lang)


def only_marks(a: str, b: str, lang: str = "zh") -> bool:
    """True when two texts differ, but in their marks alone (those at the end of a text not counted)."""
    return same_words(a, b, lang) and fold(a.strip(_END)) != fold(b.strip(_END))


def differences(a: str, b: str, lang: str = "zh") -> Marked:
    """The second text with its differences from the first: words kept, taken out, put in.

    Args:
        a: the text to start from.
        b: the text to arrive at; kept words are written as here.
        lang: "zh" or "en".

    >>> [(run.text, run.mark) for run in differences("有权拒绝任何单位", "可以拒绝任何单位").runs]
    [('有权', 'removed'), ('可以', 'added'), ('拒绝任何单位', 'same')]
    """
    blocks = _aligned(words(a.strip(_END), lang), words(b.strip(_END), lang))
    fine: list[_Block] = []
    for block in blocks:
        for part in _split(block):
            _append(fine, part)
    runs: list[Run] = []
    for block in _merged(fine):
        if block.same:
            runs.append(Run("".join(block.b)))
        else:
            sides: tuple[tuple[Mark, tuple[str, ...]], ...] = (("removed", block.a), ("added", block.b))
            runs += [Run("".join(side), mark) for mark, side in sides if side]
    return Marked(tuple(runs))


def changes(marked: Marked) -> tuple[tuple[str, str], ...]:
    """The changes alone: (words taken out, words put in), either of them empty where there is none."""
    found: list[tuple[str, str]] = []
    before: Mark = "same"
    for run in marked.runs:
        text = run.text.strip()
        if run.mark == "removed":
            found.append((text, ""))
        elif run.mark == "added":
            if before == "removed":
                found[-1] = (found[-1][0], text)
            else:
                found.append(("", text))
        before = run.mark
    return tuple(found)


# --- alignment ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Block:
    """A stretch of both texts: common words, or words of the one in place of words of the other."""

    same: bool
    a: tuple[str, ...]
    b: tuple[str, ...]


@lru_cache(maxsize=8192)
def _keys(text: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold(word).strip() for word in text)


@lru_cache(maxsize=8192)
def _counted(text: str, lang: str) -> tuple[str, ...]:
    return tuple(word for word in _keys(words(text, lang)) if _LETTER.search(word))


def _aligned(a: tuple[str, ...], b: tuple[str, ...]) -> list[_Block]:
    """The two texts as blocks in turn: common, different, common …"""
    from rapidfuzz.distance import Indel

    blocks: list[_Block] = []
    for code in Indel.opcodes(_keys(a), _keys(b)):
        block = _Block(
            code.tag == "equal", a[code.src_start : code.src_end], b[code.dest_start : code.dest_end]
        )
        _append(blocks, block)
    return blocks


def _append(blocks: list[_Block], block: _Block) -> None:
    """Adds a block, joined to the last one where both are common or both are different."""
    if blocks and blocks[-1].same == block.same:
        last = blocks.pop()
        block = _Block(block.same, last.a + block.a, last.b + block.b)
    blocks.append(block)


def _split(block: _Block) -> list[_Block]:
    """A rewritten passage, aligned anew where a word of one side is made of words of the other.

    The dictionary has 履行职责 as one word; beside 履行法定职责 it is two, and only 法定 was put in.
    """
    if block.same or not block.a or not block.b:
        return [block]
    a, b = _by_parts(block.a, block.b), _by_parts(block.b, block.a)
    return [block] if (a, b) == (block.a, block.b) else _aligned(a, b)


def _by_parts(text: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    known = set(other)
    return tuple(part for word in text for part in _parts(word, known))


def _parts(word: str, known: set[str]) -> tuple[str, ...]:
    """The word as words that are known, or the word itself where it is none such."""
    if word in known:
        return (word,)
    for cut in range(len(word) - 1, 0, -1):
        if word[:cut] in known:
            rest = _parts(word[cut:], known)
            if all(part in known for part in rest):
                return (word[:cut], *rest)
    return (word,)


def _size(text: Sequence[str]) -> int:
    """The weight of a passage: a Chinese character one, a word in letters two, a mark none."""
    return sum(2 if word[0].isascii() else len(word.strip()) for word in _counted_words(text))


def _merged(blocks: list[_Block]) -> list[_Block]:
    """The blocks, with single common words in the midst of a rewritten passage counted into it.

    A word is in the midst of one where the changes on either side are as long as it, and one is longer.
    """
    while True:
        for i in range(1, len(blocks) - 1):
            here, before, after = blocks[i], blocks[i - 1], blocks[i + 1]
            if here.same and len(_counted_words(here.b)) <= 1:
                size, around = _size(here.b), sorted((_larger(before), _larger(after)))
                if size <= around[0] and size < around[1]:
                    a, b = before.a + here.a + after.a, before.b + here.b + after.b
                    blocks = [*blocks[: i - 1], _Block(False, a, b), *blocks[i + 2 :]]
                    break
        else:
            return blocks


def _counted_words(text: Sequence[str]) -> list[str]:
    return [word for word in text if _LETTER.search(word)]


def _larger(block: _Block) -> int:
    return max(_size(block.a), _size(block.b))
