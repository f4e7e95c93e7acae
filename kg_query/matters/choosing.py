"""The one matter that is asked about, of those that were brought."""

from __future__ import annotations

from collections.abc import Sequence

from kg_query.errors import UsageError, did_you_mean
from kg_query.model import Matter, Text

__all__ = ["choose"]


def choose(matters: Sequence[Matter], wanted: str | None, option: str = "--matter") -> Matter:
    """The only matter, or the one whose id is `wanted`.

    Raises UsageError where there is no such matter, or where there are several and none is named; it says
    how the door calls the option that names one.
    """
    if wanted is not None:
        for matter in matters:
            if matter.id == wanted:
                return matter
        raise UsageError(
            Text(f"文件里没有事项“{wanted}”", f"the file holds no matter “{wanted}”"),
            hint=did_you_mean(wanted, [m.id for m in matters], always=True),
        )
    if len(matters) == 1:
        return matters[0]
    known = "、".join(m.id for m in matters[:10])
    raise UsageError(
        Text(f"文件里有 {len(matters)} 个事项", f"the file holds {len(matters)} matters"),
        hint=Text(
            f"请用 {option} 选一个：{known}",
            f"Choose one with {option}: {known.replace('、', ', ')}",
        ),
    )
