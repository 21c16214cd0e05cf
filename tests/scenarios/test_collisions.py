# SPDX-License-Identifier: Apache-2.0
"""A collision that the database reports never reaches the sender, unless it comes back every time."""

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from lockstep.platform.database.embedded import EmbeddedServer
from tests.support.plant import BuiltPlant, said
from tests.support.sending import outcome, send

pytestmark = pytest.mark.anyio

DEFECTS = [("D1", 2, "scrap"), ("D2", 1, "pending")]


def collide(server: EmbeddedServer, database: str, times: int) -> None:
    """From now on so many inserts of reports end in a deadlock. A sequence counts what is rolled back, too."""
    owner = create_engine(server.owner_url(str(make_url(database).database)), poolclass=NullPool)
    with owner.begin() as connection:
        connection.execute(text("CREATE SEQUENCE attempts"))
        connection.execute(
            text(
                f"""
                CREATE FUNCTION collide() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN
                  IF nextval('attempts') <= {times} THEN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END IF;
                  RETURN NEW;
                END $$
                """
            )
        )
        connection.execute(
            text("CREATE TRIGGER collide BEFORE INSERT ON production_report FOR EACH ROW EXECUTE FUNCTION collide()")
        )


@pytest.mark.parametrize("times", [1, 2])
async def test_a_report_survives_collisions(
    plant: BuiltPlant, server: EmbeddedServer, own_database: str, times: int
) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    collide(server, own_database, times)
    answer = await anna.report(first, 10, DEFECTS)
    assert (answer["outcome"], answer["bar"]["good"]) == ("booked", 10)
    assert await plant.cells(first) == {"ready": 10, "scrap": 2, "hold": 1}
    await plant.check()


async def test_the_third_collision_is_said_and_leaves_nothing(
    plant: BuiltPlant, server: EmbeddedServer, own_database: str
) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    collide(server, own_database, 3)
    body = {"id": "7c1f7a4e-0000-4000-8000-000000000003", "operation_id": first, **said(10, DEFECTS)}
    assert outcome(await send(anna, "/reports", **body)) == (503, "busy")
    assert await plant.cells(first) == {}
    await plant.check()
    assert outcome(await send(anna, "/reports", **body)) == (200, None)
    assert await plant.cells(first) == {"ready": 10, "scrap": 2, "hold": 1}
    await plant.check()
