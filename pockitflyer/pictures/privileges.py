"""What a worker may not do: it reads strangers' files and needs none of the rights an administrator's process has."""

import ctypes
import sys

# From linux/capability.h: version 3, which has 64 bits in two blocks.
_VERSION_3 = 0x20080522


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def give_up() -> None:
    """Drops every Linux capability of the calling thread and of those it starts, for good; elsewhere does nothing.

    With them SVT-AV1 encodes at real-time priority 99, before every page (it does so where the user is root).
    Raises ``OSError``.
    """
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.capset(ctypes.byref(_Header(_VERSION_3, 0)), (_Sets * 2)()):
        raise OSError(ctypes.get_errno(), "capset")
