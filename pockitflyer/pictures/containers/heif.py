"""The boxes of an AVIF or HEIC file (ISO/IEC 14496-12 and 23008-12)."""

from collections.abc import Iterator

from pockitflyer.pictures.containers.facts import Facts, NotReadable

# A 12 megapixel HEIC is a grid of some fifty tiles; libheif itself takes no more than 256 items.
_MAX_BOXES = 4_000
_BRANDS_AVIF = frozenset({b"avif", b"avis"})
_BRANDS_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
# Boxes to look into, and how many bytes they carry before their children: a meta holds an iprp, and that an ipco.
_HOLDERS = {b"meta": 4, b"iprp": 0, b"ipco": 0}
_MAX_DEPTH = 3
# Primaries 12, transfer 13.
_DISPLAY_P3 = b"nclx\0\x0c\0\x0d"


def media_type(data: bytes) -> str | None:
    """``image/avif`` or ``image/heic`` by the brands of the first box; ``None`` for any other file."""
    if data[4:8] != b"ftyp":
        return None
    end = min(int.from_bytes(data[:4]), 256, len(data))
    brands = {data[8:12], *(data[i : i + 4] for i in range(16, end, 4))}
    if brands & _BRANDS_AVIF:
        return "image/avif"
    return "image/heic" if brands & _BRANDS_HEIC else None


def read(data: bytes) -> Facts:
    """The largest item counts: a grid's own size is that of the whole picture. Raises ``NotReadable``."""
    width = height = profile_bytes = 0
    items = 1
    for count, (kind, body, length) in enumerate(_boxes(data, 0, len(data))):
        if count > _MAX_BOXES:
            raise NotReadable
        if kind == b"ispe":
            width = max(width, int.from_bytes(data[body + 4 : body + 8]))
            height = max(height, int.from_bytes(data[body + 8 : body + 12]))
        elif kind == b"colr":
            profile_bytes += length
        elif kind == b"iinf":
            # The count has 16 bits in the first version of the box and 32 later.
            wide = data[body] > 0 if body < len(data) else False
            items = int.from_bytes(data[body + 4 : body + (8 if wide else 6)])
    if not width or not height:
        raise NotReadable
    return Facts(width, height, items, profile_bytes)


def is_display_p3(data: bytes) -> bool:
    """Whether its colours are said by code points instead of a profile (ITU-T H.273), and are Display P3's."""
    return any(kind == b"colr" and data[body : body + 8] == _DISPLAY_P3 for kind, body, _ in _boxes(data, 0, len(data)))


def _boxes(data: bytes, at: int, end: int, depth: int = 0) -> Iterator[tuple[bytes, int, int]]:
    """Kind, place of the body and length of the body of each box, also of those in boxes."""
    while at + 8 <= end:
        length, kind, body = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8], at + 8
        if length == 1:
            length, body = int.from_bytes(data[at + 8 : at + 16]), at + 16
        elif length == 0:
            length = end - at
        if length < body - at or at + length > end:
            return
        yield kind, body, at + length - body
        if kind in _HOLDERS and depth < _MAX_DEPTH:
            yield from _boxes(data, body + _HOLDERS[kind], at + length, depth + 1)
        at += length
