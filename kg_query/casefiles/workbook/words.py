"""What the workbook says to people, in Chinese and English."""

from __future__ import annotations

from kg_query.model import Text

__all__ = ["ABOUT", "HEADINGS"]

#: The lines of the first sheet, each with its look.
ABOUT: tuple[tuple[str, Text], ...] = (
    ("h1", Text("案卷填报工作簿：{kinds}", "Workbook for a case file: {kinds}")),
    ("p", Text("版式第 {version} 版。填好后运行 kgq review 本文件.xlsx。",
               "Layout version {version}. When it is filled in, run kgq review on this file.")),
    ("p", Text("1. 浅黄色的格子供填写，其余不要改动；隐藏的首列和首行说明每一格的含义，请勿删除。",
               "1. Fill in the pale yellow cells and leave the others. The hidden first column and row say "
               "what each cell means; keep them.")),
    ("p", Text("2. 先填“人员”：其他各表中的执法人员、负责人等，写此处列出的姓名，多人以“、”分开。",
               "2. Begin with the persons: officers, heads and others are then written by the names listed "
               "there, several parted by 、.")),
    ("p", Text("3. 卷内有的文书，在该文书第一行“在卷”选“是”，或者至少填写一栏；没有的文书整段留空。"
               "同一种文书有几份的，每份填一列。",
               "3. For a document that is in the file, choose 是 in its first row or fill in at least one row; "
               "leave the others blank. Of several documents of one kind each has a column.")),
    ("p", Text("4. 文书引用的法条、所列物品、照片和处罚，填在各自的表中，并注明属于哪一种文书的第几份。",
               "4. Rules cited, things listed, photographs and penalties go into tables of their own, with the "
               "document they stand in and which copy of it.")),
    ("p", Text("5. 空着的含义：在卷文书的内容空着，表示文书没有写；“案情”等是非问题空着，表示尚未说明，"
               "评查时会列为待定。",
               "5. What a blank means: in a document that is in the file, that the document does not say it; "
               "for a question of yes or no, that it is not known yet and stays open in the review.")),
    ("p", Text("6. 日期填成日期，时刻填成 2024-11-02 09:30；金额只写数字，单位为元；证件号码按文字填写。",
               "6. Dates are dates, moments are written 2024-11-02 09:30, sums are numbers in yuan, numbers of "
               "certificates are text.")),
    ("p", Text("7. “评查判断”由评查人填写；数据能判定的标准不必填。没有判断的，得分是一个区间。",
               "7. Judgements are for the reviewer; criteria that data decide need none. Without them the score "
               "is an interval.")),
    ("p", Text("8. 自己另加的工作表不会被读取。", "8. Sheets of your own are not read.")),
)  # fmt: skip

#: Headings, and how each type of value is written.
HEADINGS: dict[str, Text] = {
    "field": Text("栏目", "Field"),
    "copy": Text("第 {} 份", "copy {}"),
    "hint": Text("填写说明", "What goes there"),
    "present": Text("在卷", "in the file"),
    "present_hint": Text("卷内有这份文书选“是”", "choose 是 where the file has the document"),
    "id": Text("案卷编号", "number of the file"),
    "kind": Text("案卷种类", "kind of file"),
    "id_hint": Text(
        "案卷的编号，如“蒲综罚〔2023〕5号”，不得与其他案卷相同", "number of the file, unlike others"
    ),
    "kind_hint": Text("可填：", "one of: "),
    "document": Text("所在文书", "document"),
    "document_hint": Text("写在哪一种文书里", "the document it stands in"),
    "copy_hint": Text("该种文书的第几份；只有一份填 1 或者留空", "which copy; 1 or blank where there is one"),
    "notation": Text("编号", "notation"),
    "text": Text("", ""),
    "criterion": Text("标准", "criterion"),
    "points": Text("分值", "points"),
    "asked": Text("需要评查人判断的标准", "criteria that need a judgement"),
    "others": Text(
        "由数据判定的标准（数据不足以判定，或者纸面情况与数据不符时填写）", "criteria that data decide"
    ),
    "boolean": Text("选“是”或者“否”；不清楚则留空", "是 or 否; blank where not known"),
    "date": Text("日期，如 2024-11-02", "a date"),
    "moment": Text("日期和时刻，如 2024-11-02 09:30", "a day and time"),
    "integer": Text("整数", "a whole number"),
    "decimal": Text("数字", "a number"),
    "code": Text("从列表选择", "choose from the list"),
    "code_many": Text("可填几项，以“；”分开：", "several, parted by ；: "),
    "text_many": Text("可填几项，以“、”分开或者各占一行", "several, parted by 、 or each on its own line"),
    "person": Text("写“人员”表中的姓名", "a name from the table of persons"),
    "persons_many": Text("写“人员”表中的姓名，多人以“、”分开", "names from the table of persons"),
}
