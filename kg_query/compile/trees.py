"""Condition trees from Turtle: grounds, references to norms, allOf, anyOf, not.

`law:not` is pushed to the leaves here, so that what comes out knows only `Has` and `Lacks`.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..conditions import AllOf, AnyOf, Has, Met, Tree, negate
from ..errors import did_you_mean
from ..model import Ground, Text
from ..terms import GROUND, LAW, short
from .facts import Facts, Literal, Node

ALL_OF, ANY_OF, NOT = LAW + "allOf", LAW + "anyOf", LAW + "not"
CONDITION = LAW + "condition"
NEVER = AnyOf(())
MAX_DEPTH = 100


class Trees:
    """Reads the trees of norms; a reference to a norm stands for that norm's condition."""

    def __init__(self, facts: Facts, grounds: Mapping[str, Ground], norms: Mapping[str, str]) -> None:
        self.facts = facts
        self.grounds = grounds
        self.norms = norms  # norm IRI → regulation
        self._conditions: dict[str, Tree | None] = {}
        self._open: list[str] = []

    def condition(self, norm: str) -> Tree | None:
        """The norm's condition, or None where it has none."""
        if norm not in self._conditions:
            self._open.append(norm)
            tree = self.read(norm, CONDITION)
            self._open.pop()
            self._conditions[norm] = tree
        return self._conditions[norm]

    def read(self, subject: str, predicate: str) -> Tree | None:
        """The tree that `predicate` gives the subject (a norm or a reading), or None."""
        values = self.facts.values(subject, predicate)
        if not values:
            return None
        if len(values) > 1:
            self._fault(
                subject, predicate,
                f"{short(predicate)} 有 {len(values)} 个值，未说明是并列还是择一",
                f"{short(predicate)} has {len(values)} values and does not say whether all or any",
                Text("请用 law:allOf 或 law:anyOf 连接", "Join them with law:allOf or law:anyOf"),
            )  # fmt: skip
        return self._tree(values[0], subject, predicate, 0)

    def _tree(self, node: Node, subject: str, predicate: str, depth: int) -> Tree:
        if isinstance(node, Literal):
            return self._fault(
                subject, predicate,
                f"条件中出现文字“{node.value[:40]}”，应为事由或规范",
                f"a text “{node.value[:40]}” stands in a condition, where a ground or norm belongs",
            )  # fmt: skip
        if depth > MAX_DEPTH:
            return self._fault(
                subject, predicate,
                f"条件嵌套超过 {MAX_DEPTH} 层", f"the condition is nested deeper than {MAX_DEPTH}",
            )  # fmt: skip
        if node.startswith("_:") or self.facts.index.get(node, {}).keys() & {ALL_OF, ANY_OF, NOT}:
            return self._joined(node, subject, predicate, depth)
        if node.startswith(GROUND) and short(node) in self.grounds:
            return Has(short(node))
        if node in self.norms:
            return self._met(node, subject, predicate)
        return self._unknown(node, subject, predicate)

    def _joined(self, node: str, subject: str, predicate: str, depth: int) -> Tree:
        facts = self.facts
        stated = [(p, v) for p in (ALL_OF, ANY_OF, NOT) for v in facts.values(node, p)]
        if len(stated) != 1:
            return self._fault(
                subject, predicate,
                "条件节点应恰有 law:allOf、law:anyOf、law:not 之一",
                "a node of a condition needs exactly one of law:allOf, law:anyOf, law:not",
            )  # fmt: skip
        how, value = stated[0]
        if how == NOT:
            return negate(self._tree(value, subject, predicate, depth + 1))
        members = facts.list_(value)
        if members is None:
            return self._fault(
                subject, predicate,
                f"{short(how)} 的列表不完整", f"the list of {short(how)} is malformed",
                Text("请写成圆括号列表：( a b c )", "Write a list in parentheses: ( a b c )"),
            )  # fmt: skip
        trees = tuple(self._tree(m, subject, predicate, depth + 1) for m in members)
        if how == ALL_OF and not trees:
            return self._fault(
                subject, predicate,
                "law:allOf 的列表为空，条件将总是成立",
                "an empty law:allOf would always hold",
            )  # fmt: skip
        return AllOf(trees) if how == ALL_OF else AnyOf(trees)

    def _met(self, norm: str, subject: str, predicate: str) -> Tree:
        if norm in self._open:
            loop = [*self._open[self._open.index(norm) :], norm]
            path = " → ".join(short(n) for n in loop)
            return self._fault(
                subject, predicate, f"条件循环引用：{path}", f"the conditions form a circle: {path}"
            )
        here = self.norms.get(subject)
        if here is not None and self.norms[norm] != here:
            return self._fault(
                subject, predicate,
                f"条件引用了另一部法规的规范 {short(norm)}",
                f"the condition refers to {short(norm)}, a norm of another regulation",
            )  # fmt: skip
        tree = self.condition(norm)
        if tree is None:
            return self._fault(
                subject, predicate,
                f"条件引用的规范 {short(norm)} 自身没有条件",
                f"the condition refers to {short(norm)}, which has no condition",
            )  # fmt: skip
        return Met(short(norm), tree)

    def _unknown(self, node: str, subject: str, predicate: str) -> Tree:
        if node.startswith(GROUND) or "/norm/" not in node:
            hint = did_you_mean(short(node).rsplit("/", 1)[-1], self.grounds)
            return self._fault(
                subject, predicate, f"没有事由 {short(node)}", f"there is no ground {short(node)}", hint
            )
        hint = did_you_mean(short(node), [short(n) for n in self.norms])
        return self._fault(
            subject, predicate, f"没有规范 {short(node)}", f"there is no norm {short(node)}", hint
        )

    def _fault(self, subject: str, predicate: str, zh: str, en: str, hint: Text | None = None) -> Tree:
        self.facts.faults.add(self.facts.where(subject, predicate), zh, en, hint)
        return NEVER
