"""Who reported a violation: found in free text, and left out of what is kept.

The vocabulary of case files has no field for informants, and none is wanted: what tells them stands
in the words of a source or a complaint.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .values import COMPOUND

__all__ = ["INFORMANTS", "without_informants"]

#: The surnames by which a name is told from other words; rare ones that are common words are left out.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦"
    "申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包"
    "司柏宁柯阮桂闵解强柴华车冉房边褚"
)
_NAME = rf"(?:{'|'.join(COMPOUND)}|[{_SURNAMES}])[\u3400-\u9fff]{{1,2}}"
_WHO = r"(?:举报人|投诉人|检举人|控告人|信访人|反映人|informant|complainant)"
_HOW = r"(?:实名|匿名|来电|来信|来访|电话|致电|拨打[^，。；]{0,12}?|通过[^，。；]{1,12}?|微信|当面|到[^，。；]{1,10}?)?"

#: What is masked between `before` and `after`.
INFORMANTS = (
    re.compile(rf"(?P<before>{_WHO}(?:姓名|信息|身份|name)?\s*(?:[:：为是]|系)\s*)(?P<who>[A-Z][A-Za-z.'-]*(?: [A-Z][A-Za-z.'-]*)+|[^\s，。；;,、（(]{{1,40}})(?P<after>)", re.I),
    re.compile(rf"(?P<before>{_WHO})(?P<who>{_NAME})(?P<after>(?=[，。；、（(\s]|$|称|反映|举报|投诉|说))"),
    re.compile(
        r"(?P<before>(?:^|[，。；、：:\s]|群众|村民|居民|市民|住户|业主|职工|接到?|据|经|由|收到)\s*)"
        rf"(?P<who>{_NAME})(?P<after>(?:（[^）]{{0,30}}）)?{_HOW}(?:举报|投诉|检举|控告|反映))"
    ),
)  # fmt: skip


def without_informants(value: Any) -> Any:
    """The value (a text, or data holding texts) with every informant put out of it, the rest unchanged.

    >>> without_informants({"source": "2024年5月6日群众张三举报"})
    {'source': '2024年5月6日群众***举报'}
    """
    if isinstance(value, str):
        for pattern in INFORMANTS:
            value = pattern.sub(r"\g<before>***\g<after>", value)
        return value
    if isinstance(value, Mapping):
        return {key: without_informants(one) for key, one in value.items()}
    if isinstance(value, list):
        return [without_informants(one) for one in value]
    return value
