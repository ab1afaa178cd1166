"""What a container tells before any pixel is decoded."""

import zlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """The largest size in pixels that the file claims, its frames, and the bytes of metadata it would unfold to."""

    width: int
    height: int
    frames: int = 1
    metadata_bytes: int = 0


class NotReadable(ValueError):
    """The container contradicts itself or ends too early."""


def unfolded_bytes(compressed: bytes, limit: int) -> int:
    """How many bytes a zlib stream unfolds to; counting stops just over ``limit``, so a bomb never goes off."""
    try:
        return len(zlib.decompressobj().decompress(compressed, limit + 1))
    except zlib.error:
        # Decoders leave such a chunk out.
        return 0
