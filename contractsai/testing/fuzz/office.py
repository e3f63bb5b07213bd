"""Word documents and pages with everything in them that their readers know."""

import io
import struct
import zipfile
from collections.abc import Iterator, Mapping
from typing import Final

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES: Final = f'xmlns:w="{_W}" xmlns:r="r" xmlns:w14="w14" xmlns:wp="wp" xmlns:a="a" xmlns:v="v"'
_STORE: Final = "{0F0F0F0F-0000-0000-0000-000000000001}"
_STYLES: Final = (
    "<w:docDefaults><w:rPrDefault><w:rPr/></w:rPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/>'
    "</w:numPr></w:pPr>"
    '</w:style><w:style w:type="paragraph" w:styleId="Note"><w:basedOn w:val="H1"/>'
    '<w:rPr><w:vanish/></w:rPr></w:style><w:style w:type="character" w:styleId="Cut">'
    "<w:rPr><w:strike/></w:rPr></w:style>"
)
_NUMBERING: Final = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="upperRoman"/><w:pStyle w:val="H1"/><w:lvlText w:val="Article %1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlRestart w:val="0"/><w:isLgl/>'
    '<w:lvlText w:val="(%2) %1"/></w:lvl></w:abstractNum><w:num w:numId="1">'
    '<w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/>'
    '</w:lvlOverride></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
)
_BODY: Final = (
    '<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:r><w:t>Term</w:t></w:r></w:p>'
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr><w:rPr><w:del/></w:rPr>'
    "</w:pPr><w:del><w:r><w:delText>sixty</w:delText></w:r></w:del><w:r><w:rPr>"
    '<w:rStyle w:val="Cut"/>'
    "</w:rPr><w:t>Nevada</w:t></w:r><w:r><w:t> Ohio governs this Agreement.</w:t></w:r></w:p>"
    '<w:p><w:pPr><w:pStyle w:val="Note"/></w:pPr><w:r><w:t>A note.</w:t></w:r></w:p>'
    '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t> Ohio </w:t></w:r><w:r><w:fldChar'
    ' w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData>'
    "</w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:fldSimple w:instr="MERGEFIELD Buyer"><w:r>'
    "<w:t>\u00abBuyer\u00bb</w:t></w:r></w:fldSimple></w:p>"
    '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
    '<w:listEntry w:val="a"/><w:listEntry w:val="b"/></w:ddList></w:ffData></w:fldChar></w:r><w:r>'
    '<w:instrText>FORMDROPDOWN</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    "<w:sdt><w:sdtPr><w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Click here"
    "</w:t></w:r></w:p></w:sdtContent></w:sdt><w:p><w:sdt><w:sdtPr>"
    f'<w:dataBinding w:xpath="/d[1]/b[1]" w:storeItemID="{_STORE}"/></w:sdtPr>'
    "<w:sdtContent/></w:sdt>"
    '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
    "</w:sdtPr><w:sdtContent>"
    "<w:r><w:t>x</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    "<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p/></w:tc></w:tr><w:tr><w:tc><w:tbl><w:tr>"
    "<w:tc><w:p><w:r><w:t>Law</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Ohio</w:t></w:r></w:p>"
    "</w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>"
    '<w:altChunk r:id="rId1"/><w:altChunk r:id="rId2"/>'
    '<w:p><w:r><w:drawing><wp:extent cx="5000000" cy="7000000"/>'
    '<a:blip r:embed="rId3"/></w:drawing>'
    '<w:pict><v:shape style="width:90pt;height:20pt"><v:imagedata r:id="rId3"/></v:shape></w:pict>'
    "</w:r></w:p>"
)
_PAGE: Final = (
    '<html><head><meta charset="gb2312"><style>.a,b#c{display:none} @media screen{i s{opacity:0}}'
    "</style></head><body><p>The law of <del>Nevada</del><b class=a>Texas</b> Ohio "
    "<i hidden>x</i></p>"
    '<p>Supplier: <input value="Acme, Inc."> <input type=checkbox checked> <select><option>a<option'
    " selected>b</select> <textarea>c</textarea> <input placeholder='Name'></p>"
    "<table><tr><td><p>Law"
    "</p></td><td><p>Ohio</p><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>"
    "<p>\u5317\u6cbc\u5de5\u5177\u6709\u9650\u516c\u53f8</p></body></html>"
)


def office() -> Iterator[bytes]:
    """Yield a page in a charset of its own, and Word documents with all of their kinds of parts."""
    page = _PAGE.encode("gb2312")
    yield page
    inner = packed({"word/document.xml": _document("<w:p><w:r><w:t>Inner.</w:t></w:r></w:p>")})
    yield packed(
        {
            "word/document.xml": _document(_BODY),
            "word/_rels/document.xml.rels": (
                '<Relationships><Relationship Id="rId1" Target="c.html"/><Relationship Id="rId2"'
                ' Target="c.docx"/><Relationship Id="rId3" Target="media/p.png"/></Relationships>'
            ),
            "word/styles.xml": f"<w:styles {_NAMES}>{_STYLES}</w:styles>",
            "word/numbering.xml": f"<w:numbering {_NAMES}>{_NUMBERING}</w:numbering>",
            "word/c.html": page,
            "word/c.docx": inner,
            "word/embeddings/annex.docx": inner,
            "word/media/p.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 9, 9),
            "customXml/item1.xml": "<d><b>Borealis GmbH</b></d>",
            "customXml/itemProps1.xml": f'<d itemID="{_STORE}"/>',
        }
    )


def _document(body: str) -> str:
    return f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>"


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP of *members*."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()
