# SPDX-License-Identifier: Apache-2.0
from datetime import datetime, timedelta


class TestClock:
    """A clock that stands still until the test moves it."""

    __test__ = False

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)
