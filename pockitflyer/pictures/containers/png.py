"""The chunks of a PNG file (W3C PNG, third edition, 5)."""

from collections.abc import Iterator

from pockitflyer.pictures.containers.facts import Facts, NotReadable, unfolded_bytes

# 10 MB in chunks of 2,600 bytes; encoders write 8 kB and more. To unfold so many notes takes 20 ms.
_MAX_CHUNKS = 4_000


def read(data: bytes, metadata_limit: int) -> Facts:
    """Compressed profiles and texts are unfolded, up to ``metadata_limit`` bytes. Raises ``NotReadable``."""
    if data[12:16] != b"IHDR":
        raise NotReadable
    width, height = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    if not width or not height:
        raise NotReadable
    frames, metadata = 1, 0
    for kind, body in _chunks(data):
        if kind == b"acTL":
            frames = max(frames, int.from_bytes(body[:4]))
        elif metadata <= metadata_limit and kind in _COMPRESSED_FROM:
            metadata += unfolded_bytes(_COMPRESSED_FROM[kind](body), metadata_limit)
    return Facts(width, height, frames, metadata)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    for _ in range(_MAX_CHUNKS):
        if at + 8 > len(data):
            return
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        # Only what is looked at is copied.
        wanted = kind in _COMPRESSED_FROM or kind == b"acTL"
        yield kind, data[at + 8 : at + 8 + length] if wanted else b""
        if kind == b"IEND":
            return
        at += length + 12
    raise NotReadable


def _after_name(body: bytes) -> bytes:
    """zTXt and iCCP: keyword, 0, method, stream."""
    return body.partition(b"\0")[2][1:]


def _after_languages(body: bytes) -> bytes:
    """iTXt: keyword, 0, flag, method, language, 0, translated keyword, 0, text, compressed where the flag says so."""
    rest = body.partition(b"\0")[2]
    return rest[2:].partition(b"\0")[2].partition(b"\0")[2] if rest[:1] == b"\1" else b""


_COMPRESSED_FROM = {b"iCCP": _after_name, b"zTXt": _after_name, b"iTXt": _after_languages}
