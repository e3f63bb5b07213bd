"""The control words of RTF that matter to its text."""

from typing import Final

# Groups whose words are for machines, or belong to another place of the text.
SKIPPED: Final = frozenset(
    (
        b"colortbl stylesheet info pict objclass objname nonshppict themedata datastore "
        b"fldinst xe tc rxe bkmkstart bkmkend generator listtable listoverridetable revtbl "
        b"rsidtbl pgdsctbl template filetbl pn pntxta pntxtb annotation atnid atnauthor atntime "
        b"atndate atnicn atnref atnparent sn sv sp mmathPr xmlnstbl wgrffmtfilter latentstyles "
        b"colorschememapping blipuid picprop private userprops docvar fchars lchars keycode "
        b"password passwordhash ftnsep ftnsepc aftnsep aftnsepc ftncn aftncn formfield ffname "
        b"ffdeftext ffformat ffhelptext ffstattext ffentrymcr ffexitmcr ffl htmltag"
    ).split()
)
# Groups that are marked as skippable, and whose words a person sees.
SHOWN: Final = frozenset(b"shpinst shptxt shppict nesttableprops do dptxbxtext".split())
# Shown at the edge or the foot of a page: read behind the text.
ASIDE: Final = frozenset(
    b"header headerl headerr headerf footer footerl footerr footerf footnote".split()
)
LETTERS: Final = {
    b"tab": "\t",
    b"line": "\n",
    b"lbr": "\n",
    b"emdash": "\u2014",
    b"endash": "\u2013",
    b"lquote": "\u2018",
    b"rquote": "\u2019",
    b"ldblquote": "\u201c",
    b"rdblquote": "\u201d",
    b"bullet": "\u2022",
    b"emspace": " ",
    b"enspace": " ",
    b"qmspace": " ",
    b"~": " ",
    b"_": "-",
    b"{": "{",
    b"}": "}",
    b"\\": "\\",
    b"\t": "\t",
}
PARAGRAPH_ENDS: Final = frozenset({b"par", b"page", b"sect", b"column", b"\n", b"\r"})
CELL_ENDS: Final = frozenset({b"cell", b"nestcell"})
ROW_ENDS: Final = frozenset({b"row", b"nestrow"})
HIDES: Final = {
    b"v": "hidden", b"strike": "strike", b"striked": "double", b"deleted": "deleted",
}  # fmt: skip

_WESTERN: Final = "cp1252"
_PAGES: Final = frozenset(
    {437, 850, 852, 855, 857, 860, 861, 862, 863, 865, 866, 874, 932, 949, 950}
    | {1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258}
)
_CHARSETS: Final = {
    128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 77: "mac_roman", 255: "cp437", 254: "cp437",
}  # fmt: skip


def codec_of_page(number: int) -> str:
    """Return the codec of a code page; Western European for one that nobody knows."""
    if number in {936, 54936}:
        return "gb18030"
    if number in {10000, 65001}:
        return {10000: "mac_roman", 65001: "utf-8"}[number]
    return f"cp{number}" if number in _PAGES else _WESTERN


def codec_of_charset(number: int) -> str | None:
    """Return the codec of a font's charset; None for the document's own."""
    return _CHARSETS.get(number)
