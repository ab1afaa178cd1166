"""The chunks of a WebP file (RFC 9649)."""

from pockitflyer.pictures.containers.facts import Facts, NotReadable

# Each frame of a film is one.
_MAX_CHUNKS = 5_000


def read(data: bytes) -> Facts:
    """Raises ``NotReadable``."""
    width = height = frames = profile_bytes = 0
    at = 12
    for _ in range(_MAX_CHUNKS):
        if at + 8 > len(data):
            break
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if kind in _SIZES:
            claimed = _SIZES[kind](data[at + 8 : at + 24])
            width, height = max(width, claimed[0]), max(height, claimed[1])
        frames += kind == b"ANMF"
        if kind == b"ICCP":
            profile_bytes += length
        # Chunks begin at even places.
        at += 8 + length + (length & 1)
    else:
        raise NotReadable
    if not width or not height:
        raise NotReadable
    return Facts(width, height, max(1, frames), profile_bytes)


def _extended(body: bytes) -> tuple[int, int]:
    """VP8X: 4 bytes of flags, then width - 1 and height - 1 in 24 bits each."""
    return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1


def _lossy(body: bytes) -> tuple[int, int]:
    """VP8: a frame tag, the start code, then width and height in 14 bits each (RFC 6386, 9.1)."""
    if body[3:6] != b"\x9d\x01\x2a":
        raise NotReadable
    return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF


def _lossless(body: bytes) -> tuple[int, int]:
    """VP8L: a signature byte, then width - 1 and height - 1 in 14 bits each."""
    if body[:1] != b"\x2f":
        raise NotReadable
    bits = int.from_bytes(body[1:5], "little")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


_SIZES = {b"VP8X": _extended, b"VP8 ": _lossy, b"VP8L": _lossless}
