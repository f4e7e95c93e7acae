"""The kinds of problem that the service tells of, in one table: what each means and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from kg_query.model import Text

__all__ = ["TYPES", "ProblemType", "type_of_status"]


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One kind of problem (RFC 9457 §3.1.1).

    Attributes:
        statuses: the HTTP statuses it comes with.
        title: what it is called.
        meaning: what has happened.
        advice: what the caller can do.
    """

    statuses: tuple[int, ...]
    title: Text
    meaning: Text
    advice: Text


def _type(statuses: int | tuple[int, ...], title: Text, meaning: Text, advice: Text) -> ProblemType:
    return ProblemType((statuses,) if isinstance(statuses, int) else statuses, title, meaning, advice)


#: The last part of the address → the kind of problem.
TYPES: dict[str, ProblemType] = {
    "bad-request": _type(
        400,
        Text("请求有误", "Bad request"),
        Text("请求不符合 HTTP 或者本接口的写法。", "It breaks the rules of HTTP or of this interface."),
        Text("请按说明改正后重发。", "Correct it as the detail says and send it again."),
    ),
    "bad-parameter": _type(
        400,
        Text("参数有误", "Bad parameter"),
        Text(
            "某个参数缺少、重复，或者取值不被接受。",
            "A parameter is missing, is given twice or has a value that is not accepted.",
        ),
        Text("请查看 detail 与 /docs 中的参数说明。", "See the detail, and the parameters in /docs."),
    ),
    "bad-input": _type(
        422,
        Text("输入有误", "Bad input"),
        Text(
            "请求的内容能够读取，但其中有不合要求之处；problems 逐项列出。",
            "The content could be read, but parts of it are not as required; problems lists them all.",
        ),
        Text(
            "请按 problems 中的位置和提示逐项修改。", "Correct them one by one: problems says where and how."
        ),
    ),
    "sparql-syntax": _type(
        400,
        Text("SPARQL 语法错误", "SPARQL syntax error"),
        Text(
            "查询或更新的文本不符合 SPARQL 1.1 语法。",
            "The text of the query or update breaks the grammar of SPARQL 1.1.",
        ),
        Text("请检查所示行列附近的文本。", "Look at the text near the line and column given."),
    ),
    "not-a-query": _type(
        400,
        Text("不是查询", "Not a query"),
        Text("query 参数中的文本不是 SPARQL 查询。", "The text of the parameter query is no SPARQL query."),
        Text(
            "查询以 SELECT、ASK、CONSTRUCT 或 DESCRIBE 为关键词；更新请用 update。",
            "A query is SELECT, ASK, CONSTRUCT or DESCRIBE; send an update as update.",
        ),
    ),
    "service-not-allowed": _type(
        403,
        Text("不支持 SERVICE", "SERVICE is not allowed"),
        Text(
            "本服务不向其他端点转发查询，SERVICE 一律拒绝。",
            "This service asks no other endpoint; SERVICE is always refused.",
        ),
        Text(
            "请分别查询各个端点，在自己的程序中合并结果。",
            "Ask each endpoint yourself and join the results in your program.",
        ),
    ),
    "load-not-allowed": _type(
        403,
        Text("不支持 LOAD", "LOAD is not allowed"),
        Text("本服务不读取其他地址上的文档。", "This service reads no document from another address."),
        Text("请把文档内容发送到 /graph-store。", "Send the document itself to /graph-store."),
    ),
    "update-not-allowed": _type(
        403,
        Text("不接受更新", "Updates are not allowed"),
        Text("本服务只读。", "The service is read-only."),
        Text(
            "需要写入时，请由运行者以 --writable 和令牌启动。",
            "To write, its operator has to start it with --writable and a token.",
        ),
    ),
    "read-only": _type(
        403,
        Text("本服务只读", "The service is read-only"),
        Text("启动时没有开启写入。", "It was not started writable."),
        Text(
            "需要写入时，请由运行者以 --writable 和令牌启动。",
            "To write, its operator has to start it with --writable and a token.",
        ),
    ),
    "not-accepted": _type(
        403,
        Text("不接受", "Not accepted"),
        Text(
            "内容可以理解，但任何人都不得提交，例如自带的形状或模板。",
            "It is understood but taken from nobody, such as shapes or templates of your own.",
        ),
        Text("请去掉这一部分。", "Leave that part out."),
    ),
    "unauthorized": _type(
        401,
        Text("需要身份", "Not authenticated"),
        Text(
            "没有给出密钥或令牌，或者给出的无效。",
            "No key or token was given, or the one given is not valid.",
        ),
        Text(
            "程序请在 Authorization: Bearer 中给出有效的密钥。用浏览器的，请从本单位的登录入口进入；登录后仍见此页的，请与服务的运行者联系。",
            "A program sends a valid key as Authorization: Bearer. In a browser, come in where your organisation has "
            "people sign in; if this page comes again after that, ask whoever runs the service.",
        ),
    ),
    "forbidden": _type(
        403,
        Text("没有权限", "Forbidden"),
        Text("所用身份没有这项操作所需的权限范围。", "The identity used lacks the scope that this needs."),
        Text(
            "请向服务的运行者申请所需的权限范围。阅读法规、检索、比较和提问不受影响。",
            "Ask whoever runs the service for that scope. Reading, searching and comparing the texts and asking "
            "questions of them need no other than you have.",
        ),
    ),
    "cross-site": _type(
        403,
        Text("拒绝跨站请求", "Cross-site request refused"),
        Text(
            "浏览器表明，这一更改性请求来自另一个网站。",
            "The browser says that this request, which may change something, comes from another site.",
        ),
        Text(
            "请从本服务自己的页面发出；程序不受此限。",
            "Send it from the pages of this service; programs are not concerned.",
        ),
    ),
    "not-found": _type(
        404,
        Text("没有找到", "Not found"),
        Text("这个地址上没有内容。", "There is nothing at this address."),
        Text(
            "请检查地址；全部入口见 / 与 /docs。",
            "Check the address; all the ways in are listed at / and /docs.",
        ),
    ),
    "gone": _type(
        410,
        Text("已撤回", "Gone"),
        Text("这个标识曾经有效，后来撤回。", "This identifier was valid once and has been withdrawn."),
        Text("如有替代，见 Link 与 detail。", "What took its place, if anything, is in Link and the detail."),
    ),
    "method-not-allowed": _type(
        405,
        Text("不支持这一方法", "Method not allowed"),
        Text("这个地址不接受所用的 HTTP 方法。", "This address does not take that HTTP method."),
        Text("可用的方法见 Allow。", "Allow lists those it takes."),
    ),
    "not-acceptable": _type(
        406,
        Text("没有可接受的格式", "No acceptable format"),
        Text("Accept 中没有这里能给出的格式。", "Accept names no format that there is here."),
        Text(
            "请改用 available 中的一种，或去掉 Accept。",
            "Ask for one of those listed as available, or leave Accept out.",
        ),
    ),
    "slow-request": _type(
        408,
        Text("请求发送过慢", "The request came too slowly"),
        Text("请求体未在规定时间内发送完毕。", "The body of the request did not arrive in time."),
        Text("请检查网络后重发。", "Check the connection and send it again."),
    ),
    "no-such-graph": _type(
        404,
        Text("没有这个图", "There is no such graph"),
        Text("数据集中没有这个名称的图。", "The dataset has no graph of that name."),
        Text("各图的名称见 /.well-known/void。", "The names of the graphs are in /.well-known/void."),
    ),
    "update-conflict": _type(
        409,
        Text("更新与数据冲突", "The update conflicts with the data"),
        Text(
            "现有数据不允许这一操作，例如新建已经存在的图；没有任何改动。",
            "The data forbid the operation, such as creating a graph that exists; nothing was changed.",
        ),
        Text("请查看现有的图，修改后再试。", "Look at the graphs that there are, correct it and try again."),
    ),
    "doctype-not-allowed": _type(
        422,
        Text("不接受 DOCTYPE", "DOCTYPE is not accepted"),
        Text(
            "XML 文档中有文档类型或实体声明，可能用来读取文件或耗尽内存。",
            "The XML document declares a document type or entities, which can read files or use up memory.",
        ),
        Text("请把实体展开，或者改用 Turtle。", "Write the entities out, or send Turtle."),
    ),
    "idempotency-key": _type(
        (400, 422),
        Text("幂等键有误", "Bad idempotency key"),
        Text(
            "Idempotency-Key 写法不对，或者已经用于另一个请求。",
            "The Idempotency-Key is malformed, or was used for another request before.",
        ),
        Text(
            "重发同一请求用同一个键，别的请求用新的键。",
            "Repeat a request with its key; use a new key for another request.",
        ),
    ),
    "too-large": _type(
        413,
        Text("内容过大", "Content too large"),
        Text(
            "请求体或者其中某一部分超过限度。",
            "The body of the request, or a part of it, is beyond the limit.",
        ),
        Text("请分批发送。", "Send it in smaller pieces."),
    ),
    "query-too-large": _type(
        413,
        Text("查询过大", "The query is too large"),
        Text(
            "查询的长度、嵌套或者词数超过限度。",
            "The query is too long, too deeply nested or has too many words.",
        ),
        Text("请简化查询，或者分成几条。", "Simplify it, or ask several queries."),
    ),
    "result-too-large": _type(
        (413, 500, 503, 507),
        Text("结果过大", "The result is too large"),
        Text("结果超过一次回答的限度。", "The result is longer than one answer may be."),
        Text("请加 LIMIT，或者分批查询。", "Add LIMIT, or ask for it in parts."),
    ),
    "uri-too-long": _type(
        414,
        Text("地址过长", "URI too long"),
        Text(
            "请求的地址超过限度，通常是 GET 的查询过长。",
            "The address of the request is beyond the limit; mostly a query by GET that is too long.",
        ),
        Text("请改用 POST。", "Use POST instead."),
    ),
    "head-too-large": _type(
        431,
        Text("请求头过长", "Request header fields too large"),
        Text(
            "请求行和各个标头合计超过 16 KiB。",
            "The request line and the header fields are longer than 16 KiB together.",
        ),
        Text(
            "请去掉多余的标头；长的查询改用 POST。",
            "Leave out fields that are not needed; send a long query by POST.",
        ),
    ),
    "unsupported-media-type": _type(
        415,
        Text("不支持的内容类型", "Unsupported media type"),
        Text(
            "Content-Type 或 Content-Encoding 不被接受，或者内容与所称类型不符。",
            "Content-Type or Content-Encoding is not taken, or the content is not what it claims to be.",
        ),
        Text(
            "请改用 detail 中所列的类型，且不要压缩。",
            "Use a type that the detail names, and no compression.",
        ),
    ),
    "misdirected-host": _type(
        400,
        Text("Host 不被接受", "Host is not accepted"),
        Text("请求的 Host 不是本服务的名称。", "The Host of the request is no name of this service."),
        Text(
            "请用公布的地址访问；运行者可用 --allow-host 增加名称。",
            "Use its published address; the operator can add names with --allow-host.",
        ),
    ),
    "too-many-parts": _type(
        400,
        Text("部分过多", "Too many parts"),
        Text(
            "multipart 请求的部分或字段超过限度。",
            "The multipart request has more parts, or longer fields, than are allowed.",
        ),
        Text("请减少文件，分几次发送。", "Send fewer files at a time."),
    ),
    "too-many-requests": _type(
        429,
        Text("请求过于频繁", "Too many requests"),
        Text(
            "这个密钥或地址在短时间内的请求过多。",
            "This key or address has made too many requests in a short time.",
        ),
        Text("请在 Retry-After 所示秒数之后再试。", "Try again after as many seconds as Retry-After says."),
    ),
    "internal-error": _type(
        500,
        Text("程序内部错误", "Internal error"),
        Text(
            "这是服务自身的问题，与请求内容无关的细节已记入日志。",
            "A fault of the service itself; what it was stands in its log.",
        ),
        Text(
            "请把请求编号（X-Request-ID）告知运行者。",
            "Tell the operator the id of the request (X-Request-ID).",
        ),
    ),
    "store-unavailable": _type(
        (502, 503),
        Text("存储不可用", "The store is not available"),
        Text(
            "背后的存储没有回答，或者回答有误。",
            "The store behind the service did not answer, or not properly.",
        ),
        Text("请稍后再试。", "Try again later."),
    ),
    "busy": _type(
        503,
        Text("服务繁忙", "Busy"),
        Text("所有工作进程都被占用，等候队列已满。", "All workers are occupied and the queue is full."),
        Text("请在 Retry-After 所示秒数之后再试。", "Try again after as many seconds as Retry-After says."),
    ),
    "interrupted": _type(
        503,
        Text("处理中断", "Interrupted"),
        Text(
            "正在作答的进程被系统或者运行者结束；服务本身仍在运行。",
            "The process that was answering was ended by the system or the operator; the service itself goes on.",
        ),
        Text(
            "请再试一次；如果是更改，先看它是否已经完成。",
            "Try again; if it was a change, look first whether it was made.",
        ),
    ),
    "timeout": _type(
        503,
        Text("超时", "Timed out"),
        Text("处理时间超过限度，已停止。", "It took longer than allowed and was stopped."),
        Text("请减少内容后再试。", "Send less at a time and try again."),
    ),
    "query-timeout": _type(
        503,
        Text("查询超时", "The query timed out"),
        Text("查询时间超过限度，已停止。", "The query took longer than allowed and was stopped."),
        Text(
            "请缩小查询范围，或用 timeout 参数延长。", "Ask for less, or allow more by the parameter timeout."
        ),
    ),
    "not-ready": _type(
        503,
        Text("尚未就绪", "Not ready"),
        Text("服务在运行，但现在不能回答查询。", "The service runs but cannot answer queries now."),
        Text("请稍后再试；原因见 reasons。", "Try again later; reasons says why."),
    ),
    "out-of-memory": _type(
        507,
        Text("内存不足", "Out of memory"),
        Text("处理所需的内存超过限度，已停止。", "It needed more memory than allowed and was stopped."),
        Text("请缩小查询或输入。", "Make the query or the input smaller."),
    ),
}

_BY_STATUS = {
    400: "bad-request", 401: "unauthorized", 403: "forbidden", 404: "not-found", 405: "method-not-allowed",
    406: "not-acceptable", 408: "slow-request", 409: "update-conflict", 410: "gone", 413: "too-large", 414: "uri-too-long",
    415: "unsupported-media-type", 422: "bad-input", 429: "too-many-requests", 431: "head-too-large", 503: "store-unavailable",
    507: "out-of-memory",
}  # fmt: skip


def type_of_status(status: int) -> str:
    """The kind of problem that a status stands for where nothing more is known.

    >>> type_of_status(404), type_of_status(418), type_of_status(599)
    ('not-found', 'bad-request', 'internal-error')
    """
    return _BY_STATUS.get(status, "bad-request" if status < 500 else "internal-error")
