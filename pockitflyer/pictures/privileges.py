"""Rights of an administrator's process that picture code neither needs nor should have. Linux alone has them."""

import ctypes
import sys
from typing import Final

# From linux/capability.h: version 3, which has 64 bits in two blocks.
_VERSION_3: Final = 0x20080522
_SYS_NICE: Final = 1 << 23


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Set(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def give_up_all() -> None:
    """Drops every capability of the calling thread and of those it starts, for good. Raises ``OSError``."""
    if sys.platform == "linux":
        _call("capset", (_Set * 2)())


def give_up_priority() -> None:
    """As above, but drops only the right to come before other processes. Raises ``OSError``."""
    if sys.platform == "linux":
        sets = (_Set * 2)()
        _call("capget", sets)
        for name, _ in _Set._fields_:
            setattr(sets[0], name, getattr(sets[0], name) & ~_SYS_NICE)
        _call("capset", sets)


def _call(name: str, sets: "ctypes.Array[_Set]") -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc[name](ctypes.byref(_Header(_VERSION_3, 0)), sets):
        raise OSError(ctypes.get_errno(), name)
