"""Pieces of Word documents, for tests that need more parts than a body."""

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    inner = "".join(item if item.startswith("<") else run(item) for item in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def table(*rows: list[str]) -> str:
    """Return a table of cells, each given as text or as its XML."""
    return (
        "<w:tbl>"
        + "".join(
            "<w:tr>"
            + "".join(
                f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row
            )
            + "</w:tr>"
            for row in rows
        )
        + "</w:tbl>"
    )


def field(instruction: str, result: str = "", data: str = "", *, shows: bool = True) -> str:
    """Return a complex field in runs, with what a form field offers."""
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    shown = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result and run(result)}'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return begin + code + (shown if shows else "") + end


def picture(identity: str, width_inches: float, height_inches: float) -> str:
    extent = f'<wp:extent cx="{width_inches * 914400:.0f}" cy="{height_inches * 914400:.0f}"/>'
    return (
        f"<w:r><w:drawing><wp:inline>{extent}<a:graphic><a:graphicData>"
        f'<a:blip r:embed="{identity}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def word_file(
    body: str,
    *,
    related: Mapping[str, str] | None = None,
    files: Mapping[str, str | bytes] | None = None,
    **parts: str,
) -> bytes:
    """Return a document.

    Args:
        body: its XML.
        related: targets by relation ids; what begins with ``http`` lies outside.
        files: more members of the container.
        parts: the inner XML of further parts of ``word``, by name.
    """
    relations = "".join(
        f'<Relationship Id="{identity}" Type="x/any" Target="{target}"'
        + (' TargetMode="External"/>' if target.startswith("http") else "/>")
        for identity, target in (related or {}).items()
    )
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
        **{
            f"word/{name}.xml": f"<w:{name} {NAMESPACES}>{xml}</w:{name}>"
            for name, xml in parts.items()
        },
        **(files or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()
