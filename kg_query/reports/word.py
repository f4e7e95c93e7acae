"""What python-docx has no call for: Chinese faces, bare elements, fields that Word works out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

__all__ = ["append", "faces_of", "field"]


def faces_of(properties: Any, faces: tuple[str, str]) -> None:
    """Sets the Western and the Chinese face, and drops the faces of the theme."""
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    western, chinese = faces
    for name, face in (("ascii", western), ("hAnsi", western), ("cs", western), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{name}"), face)


def append(parent: Any, tag: str, attributes: dict[str, str], *, first: bool = False) -> Any:
    """A new element under the parent, at its end or its beginning."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    if first:
        parent.insert(0, element)
    else:
        parent.append(element)
    return element


def field(paragraph: Paragraph, code: str) -> None:
    """A field that Word works out, such as the number of the page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        run.font.size = Pt(8.5)
        if kind is None:
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = code
            run._element.append(text)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._element.append(mark)
