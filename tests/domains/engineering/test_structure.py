# SPDX-License-Identifier: Apache-2.0
"""Lists of parts and routings: editions, levels, networks, and what is hidden from whom."""

from typing import Any

import pytest

from tests.support.plant import LEADER, BuiltPlant, User

pytestmark = pytest.mark.anyio

NAME = {"zh-CN": "电机", "en": "Motor"}


@pytest.fixture
async def engineer(plant: BuiltPlant) -> User:
    user = await plant.user("engineer", LEADER)
    for code in ("MOTOR", "ROTOR", "SHAFT", "STEEL", "WIRE", "WIRE-B"):
        await user.post("/entities/product/save", code=code, name={"en": code})
    return user


async def bom(user: User, product: str, *lines: tuple[str, float], status: int = 200, **more: Any) -> dict[str, Any]:
    components = [{"component_code": code, "quantity": quantity} for code, quantity in lines]
    body = {"product_code": product, "edition": "A", "components": components, **more}
    return await user.post("/entities/bom/save", status, **body)


async def statuses(user: User, entity: str) -> dict[str, str]:
    page = await user.get(f"/entities/{entity}/records")
    return {row["values"]["edition"]: row["status"] for row in page["rows"]}


async def test_the_components_of_all_levels_with_scrap_and_base_quantity(engineer: User) -> None:
    await bom(engineer, "MOTOR", ("ROTOR", 1), ("WIRE", 2.5))
    await bom(engineer, "ROTOR", ("SHAFT", 1), ("WIRE", 1))
    steel = {"component_code": "STEEL", "quantity": 3, "scrap_percent": 10}
    await bom(engineer, "SHAFT", components=[steel], base_quantity=2)
    found = await engineer.get("/products/MOTOR/components", quantity=10)
    assert [(one["level"], one["code"], one["quantity"]) for one in found["components"]] == [
        (0, "MOTOR", 10),
        (1, "ROTOR", 10),
        (2, "SHAFT", 10),
        (3, "STEEL", 16.5),
        (2, "WIRE", 10),
        (1, "WIRE", 25),
    ]
    assert {need["code"]: need["quantity"] for need in found["needs"]} == {"STEEL": 16.5, "WIRE": 35}
    uses = await engineer.get("/products/STEEL/used-in")
    assert [(use["level"], use["code"]) for use in uses] == [(1, "SHAFT"), (2, "ROTOR"), (3, "MOTOR")]


async def test_nothing_goes_into_itself(engineer: User) -> None:
    await bom(engineer, "MOTOR", ("ROTOR", 1))
    await bom(engineer, "ROTOR", ("SHAFT", 1))
    refused = await bom(engineer, "SHAFT", ("MOTOR", 1), status=409)
    assert refused["error"]["code"] == "part_of_itself"
    assert (await bom(engineer, "WIRE", ("WIRE", 1), status=409))["error"]["code"] == "part_of_itself"


@pytest.mark.parametrize(
    "components",
    [
        [],
        [{"component_code": "WIRE", "quantity": 0}],
        [{"component_code": "WIRE", "quantity": -1}],
        [{"component_code": "WIRE", "quantity": 1}, {"component_code": "WIRE", "quantity": 2}],
        [{"component_code": "WIRE", "quantity": 1, "scrap_percent": 101}],
        [{"component_code": "WIRE", "quantity": 1, "substitute_codes": ["WIRE"]}],
        [{"component_code": "WIRE", "quantity": 1, "colour": "red"}],
    ],
)
async def test_a_list_of_parts_that_makes_no_sense(engineer: User, components: list[dict[str, Any]]) -> None:
    refused = await bom(engineer, "MOTOR", components=components, status=422)
    assert refused["error"]["code"] == "wrong_shape"


async def test_what_makes_no_sense_is_named(engineer: User) -> None:
    """So that each language has its own sentence for it."""
    twice = [{"component_code": "WIRE", "quantity": 1}, {"component_code": "WIRE", "quantity": 2}]
    answers = (
        await bom(engineer, "MOTOR", components=twice, status=422),
        await bom(engineer, "MOTOR", components=[{"component_code": "WIRE", "quantity": 0}], status=422),
        await routing(engineer, step("10", successor="20"), step("20", successor="10"), status=422),
        await routing(engineer, step("10", piece_seconds=-1), status=422),
    )
    named = [
        (one["field"], one["kind"], one["params"]) for answer in answers for one in answer["error"]["params"]["fields"]
    ]
    assert named == [
        ("body", "component_twice", {"component": "WIRE"}),
        ("body.components.0.quantity", "quantity_not_positive", {}),
        ("body", "operation_circle", {"operation": "10"}),
        ("body.operations.0.piece_seconds", "greater_than_equal", {"ge": 0}),
    ]


async def test_an_unknown_component_is_named(engineer: User) -> None:
    refused = await bom(engineer, "MOTOR", ("DRAGON", 1), status=404)
    assert refused["error"]["params"] == {"kind": "product", "key": "DRAGON"}


async def test_the_next_edition_retires_the_last_when_it_is_released(engineer: User) -> None:
    await bom(engineer, "MOTOR", ("ROTOR", 1))
    draft = await bom(engineer, "MOTOR", ("ROTOR", 2), edition="B", draft=True)
    assert await statuses(engineer, "bom") == {"A": "released", "B": "draft"}
    release = {"entity": "bom", "record_id": draft["id"], "expected_version": 1, "to": "released", "reason": "ECN 12"}
    await engineer.post("/entities/change-status", **release)
    assert await statuses(engineer, "bom") == {"A": "retired", "B": "released"}
    await bom(engineer, "MOTOR", ("ROTOR", 3), edition="C")
    assert await statuses(engineer, "bom") == {"A": "retired", "B": "retired", "C": "released"}


def step(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "name": {"en": f"Step {code}"}, **more}


async def routing(user: User, *operations: dict[str, Any], status: int = 200, **more: Any) -> dict[str, Any]:
    body = {"site_code": "S1", "product_code": "MOTOR", "edition": "A", "operations": list(operations), **more}
    return await user.post("/entities/routing/save", status, **body)


async def test_a_routing_is_kept_as_it_was_said(engineer: User) -> None:
    limits = {"operation": "10", "code": "T", "name": NAME, "unit": "°C", "low": -5, "target": 20, "high": 21.5}
    steps = [
        step("10", station_codes=["ST-1", "ST-2"], per=12, piece_seconds=30),
        step("20", successor="30"),
        step("30"),
    ]
    made = await routing(engineer, *steps, parameters=[limits])
    shown = await engineer.get(f"/entities/routing/records/{made['id']}")
    first = shown["values"]["operations"][0]
    assert (first["station_codes"], first["per"], first["batch"], first["acceptance"]) == (
        ["ST-1", "ST-2"],
        12,
        1,
        "none",
    )
    assert shown["values"]["parameters"] == [limits]


@pytest.mark.parametrize(
    "steps",
    [
        [step("10"), step("10")],
        [step("10", successor="20"), step("20", successor="10")],
        [step("10", successor="90"), step("20")],
        [step("10", per=0)],
        [step("10", piece_seconds=-1)],
    ],
)
async def test_a_network_that_makes_no_sense(engineer: User, steps: list[dict[str, Any]]) -> None:
    assert (await routing(engineer, *steps, status=422))["error"]["code"] == "wrong_shape"


async def test_a_parameter_needs_its_operation_and_limits_in_order(engineer: User) -> None:
    body = {"operation": "10", "code": "T", "name": NAME}
    for wrong in ({"operation": "99"}, {"low": 3, "high": 2}, {"target": 5, "high": 4}):
        await routing(engineer, step("10"), parameters=[{**body, **wrong}], status=422)


async def test_who_cannot_see_prices_and_recipes_keeps_them_when_editing(plant: BuiltPlant, engineer: User) -> None:
    limits = {"operation": "10", "code": "T", "name": NAME, "high": 21.5}
    made = await routing(engineer, step("10", piece_rate=0.35), parameters=[limits])
    rights = tuple(right for right in LEADER if right not in ("field.price", "field.recipe"))
    planner = await plant.user("planner", rights)
    shown = await planner.get(f"/entities/routing/records/{made['id']}")
    assert (shown["values"]["operations"][0]["piece_rate"], shown["values"]["parameters"][0]["high"]) == (None, None)
    edit = {"expected_version": 1, "reason": "slower"}
    visible = {"operation": "10", "code": "T", "name": NAME}
    await routing(planner, step("5"), step("10", piece_seconds=40), parameters=[visible], **edit)
    await routing(planner, step("10", piece_rate=9), status=403, expected_version=2, reason="more")
    kept = (await engineer.get(f"/entities/routing/records/{made['id']}"))["values"]
    assert [(one["code"], one["piece_rate"], one["piece_seconds"]) for one in kept["operations"]] == [
        ("5", None, 0),
        ("10", 0.35, 40),
    ]
    assert kept["parameters"][0]["high"] == 21.5


async def test_a_planner_and_an_engineer_edit_the_same_routing(plant: BuiltPlant, engineer: User) -> None:
    planner = await plant.user("planner", LEADER)
    await routing(engineer, step("10"))
    await routing(engineer, step("10"), step("20"), expected_version=1, reason="one more")
    late = await routing(planner, step("10", setup_seconds=60), status=409, expected_version=1, reason="set-up")
    assert late["error"]["code"] == "stale"
