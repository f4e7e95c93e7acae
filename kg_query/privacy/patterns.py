"""Personal data in free text: numbers that prove themselves by a check digit, and what follows a label.

Meant for words about a case. Texts of law pass unchanged: a number is masked only where its check
digit holds or a label announces it, and a name or address only after its label.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .informants import INFORMANTS
from .numbers import is_bank_card, is_identity_number, is_old_identity_number
from .values import mask_value

__all__ = ["mask_text"]

#: Digits and signs of full width, to those of half width.
_HALF = {full: full - 0xFEE0 for full in map(ord, "０１２３４５６７８９ＸｘＡＢ＠．－＋")}
_SEPARATOR = r"[ \u00a0\u3000\-·]?"
#: A row of digits, in groups or not, that no letter or digit goes on.
_DIGITS = re.compile(rf"(?<![\d*])(?:\d{_SEPARATOR}){{14,59}}[\dXx](?![\d*])")
_MOBILE = re.compile(r"(?<![\dA-Za-z*.])(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?![\dA-Za-z*])")
_LANDLINE = re.compile(
    r"(?<![\dA-Za-z*.])((?:\(0\d{2,3}\)|（0\d{2,3}）|0\d{2,3}[- ]?)\d{7,8})(?![\dA-Za-z*])"
)
_EMAIL = re.compile(r"(?<![\w.+-])([\w+-])[\w.+-]*(@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)", re.ASCII)

_COLON = r"\s*[:：]\s*"
_OF_ID = re.compile(
    r"((?:身份证件?(?:号码?)?|公民身份号码|证件号码?|护照号码?|ID (?:card )?(?:number|no\.?))\s*(?:[:：为是]\s*|\s))"
    r"([0-9A-Za-z]{5,20})(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_OF_ACCOUNT = re.compile(
    r"((?:银行卡号?|卡号|银行账[户号]|账[户号]|帐[户号]|account (?:number|no\.?))\s*(?:[:：为是]\s*|\s))(\d(?:[ -]?\d){7,29})(?!\d)",
    re.IGNORECASE,
)
_OF_TELEPHONE = re.compile(
    r"((?:联系电话|联系方式|电话|手机号?码?|tel(?:ephone)?\.?)\s*(?:[:：为是]\s*|\s))([+\d(（][\d()（）\- ]{5,18}\d)(?!\d)",
    re.IGNORECASE,
)
_NAME = r"[\u3400-\u9fff]{2,4}(?:·[\u3400-\u9fff]{1,8})*"
_OF_NAME = re.compile(
    r"((?:姓名|法定代表人|负责人|联系人|当事人|相对人|申请人|被执行人|受送达人|嫌疑人|被询问人|被处罚人|被检查人"
    r"|证人|代理人|执法人员|承办人|经办人|调查人|询问人|记录人)" + _COLON + r")"
    rf"({_NAME}(?:、{_NAME})*)(?![\u3400-\u9fff])"
)
_OF_ADDRESS = re.compile(
    r"((?:(?:家庭|现|户籍)?住址|家庭地址|联系地址|户籍(?:所在)?地|经常居住地)"
    + _COLON
    + r")([^\s，。；;,]{3,60})"
)
_LIVES = re.compile(
    r"((?:^|[，,、。；])\s*(?:现)?(?:家)?住(?:在|于)?)((?:[\u4e00-\u9fff]{1,12}(?:省|市|县|区|镇|乡|村|街|路))[^\s，。；;,]{0,40})"
)


def _number(found: re.Match[str]) -> str:
    """The row of digits with every run of its groups masked that is a number of a person."""
    groups = re.split(r"([^0-9Xx])", found.group())  # digits at even places, separators between them
    start = 0
    while start < len(groups):
        for end in range(len(groups), start, -2):
            if (mask := _mask_of("".join(groups[start:end:2]))) is not None:
                groups[start:end] = [mask]
                break
        start += 2
    return "".join(groups)


def _mask_of(digits: str) -> str | None:
    if is_identity_number(digits) or is_old_identity_number(digits):
        return mask_value("identity-number", digits.upper())
    return mask_value("bank-account", digits) if is_bank_card(digits) else None


def _labelled(kind: str) -> Callable[[re.Match[str]], str]:
    def replace(found: re.Match[str]) -> str:
        value = found.group(2)
        return found.group(1) + (value if "*" in value else mask_value(kind, value))

    return replace


def _names(found: re.Match[str]) -> str:
    """What follows the label of a name: one, or several with 、 between them."""
    masked = [mask_value("natural-name", one) for one in found.group(2).split("、")]
    return found.group(1) + "、".join(masked)


def _telephone(found: re.Match[str]) -> str:
    return found.group().replace(found.group(1), mask_value("telephone", found.group(1)))


def mask_text(text: str) -> str:
    """The text with every number, name and address masked that can be told without knowing the case.

    Identity numbers (GB 11643), payment cards (ISO/IEC 7812-1), telephone numbers and e-mail addresses
    are found anywhere; other numbers, names, addresses and informants after a label.

    >>> mask_text("周某，身份证号11010519491231002X，电话13800001234")
    '周某，身份证号110***********002X，电话138****1234'
    >>> mask_text("蒲综罚〔2023〕5号，《中华人民共和国行政处罚法》第四十二条")
    '蒲综罚〔2023〕5号，《中华人民共和国行政处罚法》第四十二条'
    """
    if len(text) < 4:
        return text
    plain = text.translate(_HALF)
    masked = _masked(plain)
    return text if masked == plain else masked


def _masked(text: str) -> str:
    if any(char.isdecimal() for char in text):
        text = _OF_ID.sub(_labelled("identity-number"), text)
        text = _OF_ACCOUNT.sub(_labelled("bank-account"), text)
        text = _DIGITS.sub(_number, text)
        text = _OF_TELEPHONE.sub(_labelled("telephone"), text)
        text = _MOBILE.sub(_telephone, text)
        text = _LANDLINE.sub(_telephone, text)
    if "@" in text:
        text = _EMAIL.sub(r"\1***\2", text)
    for label in INFORMANTS:
        text = label.sub(r"\g<before>***\g<after>", text)
    text = _OF_NAME.sub(_names, text)
    text = _OF_ADDRESS.sub(_labelled("address"), text)
    return _LIVES.sub(_labelled("address"), text)
