"""The segments of a JPEG file (ITU-T T.81, annex B)."""

import re

from pockitflyer.pictures.containers.facts import Facts, NotReadable

_START_OF_SCAN, _END_OF_IMAGE, _APP2 = 0xDA, 0xD9, 0xE2
# SOF0-SOF15 without the tables and the reserved marker between them.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_ICC = b"ICC_PROFILE\0"
# Cameras write a few dozen; a depth map in extended XMP some hundred.
_MAX_SEGMENTS = 2_000
# Any number of fill bytes may stand before a marker, and a stranger's file may hold millions.
_FILL = re.compile(rb"\xff+")


def read(data: bytes) -> Facts:
    """Raises ``NotReadable``."""
    width = height = profile_bytes = 0
    at = 2
    for _ in range(_MAX_SEGMENTS):
        marker, at = _next_marker(data, at)
        if marker in (_START_OF_SCAN, _END_OF_IMAGE):
            break
        if marker in _WITHOUT_LENGTH:
            continue
        length = int.from_bytes(data[at : at + 2])
        if length < 2 or at + length > len(data):
            raise NotReadable
        if marker in _FRAMES:
            height = max(height, int.from_bytes(data[at + 3 : at + 5]))
            width = max(width, int.from_bytes(data[at + 5 : at + 7]))
        elif marker == _APP2 and data[at + 2 : at + 14] == _ICC:
            profile_bytes += length
        at += length
    else:
        raise NotReadable
    if not width or not height:
        raise NotReadable
    return Facts(width, height, metadata_bytes=profile_bytes)


def _next_marker(data: bytes, at: int) -> tuple[int, int]:
    """The marker at that place, after any fill bytes, and the place behind it."""
    fill = _FILL.match(data, at)
    if fill is None or fill.end() >= len(data):
        raise NotReadable
    return data[fill.end()], fill.end() + 1
