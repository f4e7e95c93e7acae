"""What is left of one value when it is masked: a surname, the ends of a number, the county of an address."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

__all__ = ["COMPOUND", "KINDS", "is_anonymous", "is_organisation", "mask_value"]

#: Surnames of two characters; all others have one.
COMPOUND = (
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊",
    "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文",
    "司徒", "鲜于", "司空", "闾丘", "令狐", "轩辕", "呼延", "西门", "东郭", "百里",
)  # fmt: skip

#: How the names of organisations end. A name that ends so and has four characters or more is no person's.
_ORGANISATION = re.compile(
    r"(?:公司|集团|企业|合作社|联社|经营部|经销部|门市部|商行|商店|商场|超市|饭店|酒店|餐馆|药房|药店|农场|工厂"
    r"|医院|学校|大学|学院|幼儿园|委员会|居委会|村委会|人民政府|政府|机关|银行|法院|检察院|办公室|事务所|研究所"
    r"|派出所|协会|商会|中心|执法队|大队|中队|支队|总队|工作站|管理站|指挥部|人大常委会"
    r"|[\u4e00-\u9fff]{3}(?:厂|店|部|局|队|站|所|院|校|社|行|馆|厅|处|科))$"
)
_LATIN_ORGANISATION = re.compile(
    r"\b(?:ltd|co|inc|llc|company|corporation|bureau|government|committee|court|team|office|bank)\b\.?$", re.I
)
#: Signs by which a name has been made anonymous already.
_ANONYMOUS = re.compile(r"[某×＊*]")
#: An address down to its county; what follows tells the house.
_COUNTY = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区|特别行政区))?(?:[\u4e00-\u9fff]{2,8}?(?:市|自治州|地区|盟))?"
    r"(?:[\u4e00-\u9fff]{1,8}?(?:自治县|县|(?<![小社园街景片])区|旗|市))?"
)


def is_organisation(name: str) -> bool:
    """Whether a name reads as that of an organisation and not of a person.

    >>> is_organisation("蒲县甲建筑工程有限公司"), is_organisation("张三")
    (True, False)
    """
    name = name.strip()
    return (len(name) >= 4 and bool(_ORGANISATION.search(name))) or bool(_LATIN_ORGANISATION.search(name))


def is_anonymous(name: str) -> bool:
    """Whether a name has been made anonymous already: 张某, 李××, 王**."""
    return bool(_ANONYMOUS.search(name))


def mask_value(kind: str, value: str) -> str:
    """What may be shown of a value of a kind (a code of `law:PersonalDataKind`).

    The same value is always masked in the same way. A kind that is not known shows nothing.

    >>> mask_value("natural-name", "欧阳某某"), mask_value("natural-name", "张三丰")
    ('欧阳某某', '张**')
    >>> mask_value("identity-number", "110105194912311234")
    '110***********1234'
    >>> mask_value("telephone", "13800001234"), mask_value("bank-account", "6222020200112230")
    ('138****1234', '************2230')
    >>> mask_value("address", "山西省临汾市蒲县某镇东街1号")
    '山西省临汾市蒲县***'
    """
    value = value.strip()
    if not value:
        return value
    return KINDS.get(kind, _nothing)(value)


def _name(name: str) -> str:
    if is_anonymous(name) or is_organisation(name):
        return name
    if name.startswith(COMPOUND):
        return name[:2] + "**"
    first = name.lstrip()[0]
    return (
        (f"{first}**" if "\u3400" <= first <= "\u9fff" else f"{first.upper()}.***") if len(name) > 1 else "**"
    )


def _identity(number: str) -> str:
    return _ends(number, 3, 4) if len(number) >= 12 else _ends(number, 1, 1)


def _telephone(number: str) -> str:
    digits = sum(c.isdigit() for c in number)
    if digits == 11 and number.isdigit() and number[0] != "0":
        return _ends(number, 3, 4)
    shown, ahead = [], digits - 2  # all digits but the last two; what separates them stays
    for char in number:
        if char.isdigit():
            shown.append("*" if ahead > 0 else char)
            ahead -= 1
        else:
            shown.append(char if char in " -()（）+－" else "*")
    return "".join(shown)


def _address(address: str) -> str:
    county = _COUNTY.match(address)
    return (county.group() if county and len(county.group()) < len(address) else "") + "***"


def _ends(value: str, head: int, tail: int) -> str:
    if "*" in value or len(value) <= head + tail:
        return "*" * len(value)
    return value[:head] + "*" * (len(value) - head - tail) + value[-tail:]


def _last(count: int) -> Callable[[str], str]:
    return lambda value: _ends(value, 0, count)


def _nothing(_: str) -> str:
    return "***"


#: Kind of personal data → what is left of a value. A narrative is not one value: see `Masker`.
KINDS: Mapping[str, Callable[[str], str]] = {
    "natural-name": _name,
    "officer-name": _name,
    "identity-number": _identity,
    "telephone": _telephone,
    "address": _address,
    "bank-account": _last(4),
    "officer-number": _last(2),
    "informant": _nothing,
}
