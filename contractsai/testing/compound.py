"""Compound files (OLE) made on the spot, and the documents of old programs in them."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

_SECTOR = 512
_MINI = 64
_CUTOFF = 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NONE = 0xFFFFFFFF
_EMPTY, _STORAGE, _STREAM, _ROOT = 0, 1, 2, 5


@dataclass(slots=True)
class _Entry:
    name: str
    kind: int
    content: bytes = b""
    children: dict[str, int] = field(default_factory=dict)
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = _END
    size: int = 0


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a container with these streams, by path with ``/`` between the parts."""
    entries = [_Entry("Root Entry", _ROOT)]
    for path, content in streams.items():
        place = 0
        *folders, name = path.split("/")
        for folder in folders:
            if folder not in entries[place].children:
                entries[place].children[folder] = len(entries)
                entries.append(_Entry(folder, _STORAGE))
            place = entries[place].children[folder]
        entries[place].children[name] = len(entries)
        entries.append(_Entry(name, _STREAM, content, size=len(content)))
    for entry in entries:
        names = sorted(entry.children, key=lambda name: (len(name), name.upper()))
        entry.child = _tree(entries, [entry.children[name] for name in names])
    return _written(entries)


def _tree(entries: list[_Entry], order: list[int]) -> int:
    if not order:
        return _NONE
    middle = len(order) // 2
    entry = entries[order[middle]]
    entry.left = _tree(entries, order[:middle])
    entry.right = _tree(entries, order[middle + 1 :])
    return order[middle]


def _written(entries: list[_Entry]) -> bytes:
    mini = bytearray()
    mini_fat: list[int] = []
    body: list[bytes] = []  # sectors
    fat: list[int] = []

    def chain(content: bytes) -> int:
        count = -(-len(content) // _SECTOR)
        if not count:
            return _END
        start = len(body)
        for number in range(count):
            part = content[number * _SECTOR : (number + 1) * _SECTOR]
            body.append(part.ljust(_SECTOR, b"\0"))
            fat.append(start + number + 1 if number + 1 < count else _END)
        return start

    for entry in entries:
        if entry.kind != _STREAM or not entry.content:
            continue
        if entry.size >= _CUTOFF:
            entry.start = chain(entry.content)
            continue
        entry.start = len(mini_fat)
        count = -(-entry.size // _MINI)
        mini_fat += [entry.start + number + 1 for number in range(count - 1)] + [_END]
        mini += entry.content.ljust(count * _MINI, b"\0")
    entries[0].size, entries[0].start = len(mini), chain(bytes(mini))
    raw_mini_fat = struct.pack(f"<{len(mini_fat)}I", *mini_fat)
    padded = raw_mini_fat + b"\xff" * (-len(raw_mini_fat) % _SECTOR)
    mini_fat_at = chain(padded)
    directory_at = chain(b"".join(_entry(entry) for entry in entries) + _blank(len(entries)))
    sectors = 1
    while sectors * _SECTOR // 4 < len(fat) + sectors:
        sectors += 1
    first = len(body)
    fat += [_FAT] * sectors
    fat += [_FREE] * (sectors * _SECTOR // 4 - len(fat))
    raw_fat = struct.pack(f"<{len(fat)}I", *fat)
    head = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, sectors, directory_at,
        0, _CUTOFF, mini_fat_at, len(padded) // _SECTOR, _END, 0,
    )  # fmt: skip
    listed = [first + number for number in range(sectors)] + [_FREE] * (109 - sectors)
    return head + struct.pack("<109I", *listed) + b"".join(body) + raw_fat


def _blank(count: int) -> bytes:
    return _entry(_Entry("", _EMPTY)) * (-count % 4)


def _entry(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        name, len(name) + 2 if name else 0, entry.kind, 1, entry.left, entry.right, entry.child,
        b"", 0, 0, 0, entry.start if entry.kind != _STORAGE else 0, entry.size,
    )  # fmt: skip


def outlook(
    texts: Mapping[int, str],
    attached: Mapping[str, bytes | Mapping[str, bytes]] | None = None,
    *,
    raw: Mapping[int, bytes] | None = None,
) -> dict[str, bytes]:
    """Return the streams of an Outlook mail, for `compound`.

    Args:
        texts: by the number of a property.
        attached: by name; a mail inside the mail is the streams of one.
        raw: properties of bytes, by number.
    """
    streams = {"__properties_version1.0": b"\0" * 32}
    for number, text in texts.items():
        streams[f"__substg1.0_{number:04X}001F"] = text.encode("utf-16-le")
    for number, content in (raw or {}).items():
        streams[f"__substg1.0_{number:04X}0102"] = content
    for number, (name, inner) in enumerate((attached or {}).items()):
        folder = f"__attach_version1.0_#{number:08X}"
        streams[f"{folder}/__properties_version1.0"] = b"\0" * 8
        streams[f"{folder}/__substg1.0_3707001F"] = name.encode("utf-16-le")
        if isinstance(inner, bytes):
            streams[f"{folder}/__substg1.0_37010102"] = inner
        else:
            for path, content in inner.items():
                kept = content[8:] if path == "__properties_version1.0" else content
                streams[f"{folder}/__substg1.0_3701000D/{path}"] = kept
    return streams


def word_97(text: str, *, struck: str = "", row_ends: tuple[int, ...] = ()) -> dict[str, bytes]:
    """Return the streams of a Word document in two bytes a letter, for `compound`.

    Args:
        text: with Word's signs: a carriage return ends a paragraph, a bell a cell or a row.
        struck: which words of it are struck out.
        row_ends: the numbers of the characters that end rows.
    """
    at = 1024
    body = text.encode("utf-16-le")
    pages_at = at + len(body) + -len(body) % 512
    place = text.find(struck) if struck else 0
    bounds = [at, at + 2 * place, at + 2 * (place + len(struck)), at + len(body)]
    characters = _page(bounds, [b"", b"\x03\x37\x08\x01", b""], step=1)
    edges = [at]
    changes = []
    for number in row_ends:
        edges += [at + 2 * number, at + 2 * number + 2]
        changes += [b"", b"\x03\x00\x00\x17\x24\x01"]
    paragraphs = _page([*edges, at + len(body)], [*changes, b""], step=13)
    document = bytearray(at) + body.ljust(pages_at - at, b"\0") + characters + paragraphs
    table = bytearray()

    def listed(offset: int, content: bytes) -> None:
        struct.pack_into("<II", document, offset, len(table), len(content))
        table.extend(content)

    struct.pack_into("<HH", document, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", document, 10, 0x0200)
    struct.pack_into("<i", document, 0x4C, len(text))
    listed(0xFA, struct.pack("<III", at, at + len(body), pages_at // 512))
    listed(0x102, struct.pack("<III", at, at + len(body), pages_at // 512 + 1))
    piece = struct.pack("<IIHIH", 0, len(text), 0, at, 0)
    listed(0x1A2, b"\x02" + struct.pack("<I", len(piece)) + piece)
    return {"WordDocument": bytes(document), "1Table": bytes(table)}


def _page(bounds: list[int], changes: list[bytes], *, step: int) -> bytes:
    page = bytearray(512)
    struct.pack_into(f"<{len(bounds)}I", page, 0, *bounds)
    at = 510
    for number, change in enumerate(changes):
        if change:
            at = (at - len(change)) & ~1
            page[at : at + len(change)] = change
            page[4 * len(bounds) + step * number] = at // 2
    page[511] = len(changes)
    return bytes(page)
