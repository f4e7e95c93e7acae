"""What a page tells people to do about a fault, where what programs are told would mean nothing to them."""

from __future__ import annotations

from collections.abc import Mapping

from kg_query.model import Text

from ..problem_types import TYPES

__all__ = ["advice"]

_LATER = Text(
    "请稍等片刻再试。一直如此的，请告知服务的运行者。",
    "Wait a moment and try again. If it stays like this, tell whoever runs the service.",
)
_SMALLER = Text(
    "请减少文件或者内容，分几次提交；数量很大的，可改用命令行，它没有这一限制。",
    "Send fewer files, or less at a time. The command line takes what is too much for a page.",
)
_OTHER_WAY = Text(
    "这个地址不能这样打开。请回到相应的页面，用页面上的链接或按钮操作。",
    "This address cannot be opened in this way. Go to the page that leads here and use its links and buttons.",
)
_ON_PAGES: Mapping[str, Text] = {
    "bad-parameter": Text(
        "请按上面所说改正地址或表单中的值，再试一次。",
        "Correct the value in the address or the form as it says above, and try again.",
    ),
    "bad-input": Text(
        "请按上面所列的位置和提示逐项改正，再提交一次。",
        "Correct what is listed above, place by place, and send it again.",
    ),
    "not-found": Text(
        "地址可能不完整或者有误，也可能这里没有收录。请检索，或者从首页找起。",
        "The address may be cut short or mistyped, or what it names is not held here. Search, or begin at the start page.",
    ),
    "method-not-allowed": _OTHER_WAY,
    "not-acceptable": _OTHER_WAY,
    "too-large": _SMALLER,
    "too-many-parts": _SMALLER,
    "uri-too-long": Text(
        "地址太长：长的内容请填入表单提交，不要写在地址里。",
        "Put what is long into the form of the page and send that; it does not go into an address.",
    ),
    "too-many-requests": _LATER,
    "busy": _LATER,
    "store-unavailable": _LATER,
    "timeout": Text(
        "服务可能正忙，请稍后再试；提交的内容很多的，请分几次提交。",
        "The service may be busy: try again in a moment. If you sent a lot, send less at a time.",
    ),
    "not-ready": _LATER,
    "internal-error": Text(
        "请把发生的时间和下面的请求编号告知服务的运行者；他们看到的记录里没有您提交的内容。",
        "Tell whoever runs the service the time and the number of the request below. Nothing of what you sent is in "
        "what they see.",
    ),
}


def advice(slug: str) -> Text:
    """What to do about a fault, for somebody who looks at a page.

    Args:
        slug: the last part of the problem's address; one of `problem_types.TYPES`.
    """
    return _ON_PAGES.get(slug) or TYPES[slug].advice
