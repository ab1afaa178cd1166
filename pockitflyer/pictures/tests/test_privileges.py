import os
import subprocess
import sys

import pytest

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="Only Linux has capabilities."),
    pytest.mark.skipif(
        sys.platform == "linux" and os.geteuid() != 0, reason="Only root's process has something to give up."
    ),
]
_EFFECTIVE = "print(next(line for line in open('/proc/self/status') if line.startswith('CapEff')).split()[1])"


def capabilities_after(call: str) -> int:
    """Of a process of its own, as bits: what is given up does not come back."""
    code = f"from pockitflyer.pictures import privileges; {call}; {_EFFECTIVE}"
    return int(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout, 16)


def test_all_can_be_given_up():
    assert capabilities_after("privileges.give_up_all()") == 0


def test_priority_alone_can_be_given_up():
    before, after = capabilities_after("pass"), capabilities_after("privileges.give_up_priority()")
    # Its number is in linux/capability.h.
    assert after == before & ~(1 << 23)


def test_whoever_encodes_stays_behind_pages():
    code = (
        "import os; from PIL import Image; import pyvips; from pockitflyer.pictures import encode, recipes;"
        "encode.avif(pyvips.Image.black(64, 64, bands=3), recipes.AVATAR.renditions[0], False);"
        "print(os.sched_getscheduler(0))"
    )
    policy = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert int(policy) == os.SCHED_OTHER
