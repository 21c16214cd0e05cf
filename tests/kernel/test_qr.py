# SPDX-License-Identifier: Apache-2.0
import re

from lockstep.kernel.qr import drawn


def test_a_drawn_code_has_its_three_corners() -> None:
    code = drawn("WO-1?r=1")
    dark = {
        (int(x) + step, int(y))
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", code.path)
        for step in range(int(length))
    }
    for left, top in ((0, 0), (code.side - 7, 0), (0, code.side - 7)):
        frame = {(left + at, top + edge) for at in range(7) for edge in (0, 6)}
        assert frame <= dark
        assert (left + 1, top + 1) not in dark
        assert (left + 3, top + 3) in dark
