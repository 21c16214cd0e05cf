# SPDX-License-Identifier: Apache-2.0
"""Whenever the demonstration is started, its story ends with the same pieces in the same places."""

from datetime import UTC, datetime, timedelta

import pytest

from lockstep.app.demo import current
from lockstep.app.demo.plant import route_of_product
from lockstep.app.demo.story import acts_of

MIDNIGHT = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize("hour", range(24))
def test_all_that_was_made_is_reported(hour: int) -> None:
    for minute in range(0, 60, 3):
        now = MIDNIGHT + timedelta(hours=hour, minutes=minute)
        for order in current.ORDERS:
            acts = list(acts_of(order, now))
            for step in route_of_product(order.product):
                told = [act for act in acts if act.step == step.code]
                made = order.made[step.code]
                assert sum(act.good for act in told) == made.good + made.waiting + made.hold
                assert sum(pieces for act in told for _, pieces, _ in act.defects) == made.rework + made.scrap
                if step.acceptance != "none":
                    assert sum(act.verified for act in told) == made.good + made.hold
                assert all(act.at < now for act in told)
