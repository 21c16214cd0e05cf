# SPDX-License-Identifier: Apache-2.0
"""The one field of the office: whatever is called so, of every kind that its reader may open, in one statement."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, String, case, cast, func, literal, null, or_, select, union_all

from lockstep.domains.documents.rules import read_label
from lockstep.domains.masterdata.models import Customer, Person, Product, Station, Team
from lockstep.domains.orders.models import SalesOrder, WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.traceability.models import Lot
from lockstep.domains.wip.queries.board import OFF_BOARD
from lockstep.kernel.http import answers, json_answer
from lockstep.kernel.types import Text
from lockstep.platform.accounts.authentication import Signed
from lockstep.platform.accounts.permissions import SIGNED_IN
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.query import Reading, query
from lockstep.platform.database.names import name_in
from lockstep.platform.metadata.entity import ENTITIES
from lockstep.platform.metadata.models import Status
from lockstep.platform.metadata.reading import in_sight
from lockstep.platform.metadata.search import matches

router = APIRouter(tags=["search"])
MOST = 8
Kind = Literal["order", "sales_order", "product", "lot", "person", "station", "customer"]
KINDS: tuple[Kind, ...] = get_args(Kind)
CUSTOMERS = ("board.read", "field.customer")


class Hit(BaseModel):
    id: int
    code: str
    name: str | None
    detail: str | None
    status: str | None


class HitsOfKind(BaseModel):
    kind: Kind
    hits: list[Hit]
    more: bool
    """There are others than those."""


class SearchAnswer(BaseModel):
    """`searched`: the kinds that were looked through. `exact`: the only thing that is called just so."""

    text: str
    searched: list[Kind]
    groups: list[HitsOfKind]
    exact: Kind | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where things of a kind are looked for, and the rights of the page that a hit opens."""

    rights: tuple[str, ...]
    select: Callable[[Reading, str], Select[Any]]


def _hits(kind: Kind, text: str, model: Any, code: Any, *first: ColumnElement[Any], **said: Any) -> Select[Any]:
    """What is called just so stands first, then what begins so; `first` decides before the age."""
    lowered, wanted = func.lower(code), text.lower()
    close = case((lowered == wanted, 0), (lowered.startswith(wanted, autoescape=True), 1), else_=2)
    columns = {name: cast(said.get(name, null()), String) for name in ("name", "detail", "status")}
    return (
        select(
            literal(kind).label("kind"),
            model.id.label("id"),
            code.label("code"),
            *(column.label(name) for name, column in columns.items()),
            close.label("close"),
            func.row_number().over(order_by=(close, *first, model.id.desc())).label("place"),
        )
        .order_by(close, *first, model.id.desc())
        .limit(MOST + 1)
    )


def _joined(*texts: Any) -> Any:
    return func.concat_ws(" · ", *(func.nullif(text, "") for text in texts))


def _orders(reading: Reading, text: str) -> Select[Any]:
    """Those in work first. Of whom they are for, only who may know customers reads."""
    locale, sees_customers = reading.actor.locale, reading.actor.may("field.customer")
    found = _hits(
        "order",
        text,
        WorkOrder,
        WorkOrder.number,
        WorkOrder.status.in_(OFF_BOARD),
        name=_joined(Product.code, name_in(locale, Product.name)),
        detail=Customer.name if sees_customers else null(),
        status=WorkOrder.status,
    )
    found = found.join(Product, Product.id == WorkOrder.product_id)
    found = found.outerjoin(Customer, Customer.id == WorkOrder.customer_id)
    return found.where(matches(WorkOrder.search, text), *in_scope(reading.actor))


def _sales_orders(reading: Reading, text: str) -> Select[Any]:
    found = _hits(
        "sales_order",
        text,
        SalesOrder,
        SalesOrder.number,
        name=Customer.name,
        detail=SalesOrder.customer_reference,
    )
    theirs = func.lower(func.coalesce(SalesOrder.customer_reference, ""))
    return found.join(Customer, Customer.id == SalesOrder.customer_id).where(
        or_(matches(SalesOrder.search, text), matches(theirs, text)), *_kept(reading.actor, "sales_order", SalesOrder)
    )


def _products(reading: Reading, text: str) -> Select[Any]:
    found = _hits("product", text, Product, Product.code, name=name_in(reading.actor.locale, Product.name))
    return found.where(matches(Product.search, text), *_kept(reading.actor, "product", Product))


def _lots(reading: Reading, text: str) -> Select[Any]:
    found = _hits("lot", text, Lot, Lot.code, name=name_in(reading.actor.locale, Product.name), detail=Product.code)
    sites = reading.actor.site_ids
    here = [] if sites is None else [Lot.site_id.in_(sites)]
    return found.outerjoin(Product, Product.id == Lot.product_id).where(matches(func.lower(Lot.code), text), *here)


def _people(reading: Reading, text: str) -> Select[Any]:
    found = _hits(
        "person", text, Person, Person.code, name=Person.name, detail=name_in(reading.actor.locale, Team.name)
    )
    found = found.outerjoin(Team, Team.id == Person.team_id)
    return found.where(matches(Person.search, text), *_kept(reading.actor, "person", Person))


def _stations(reading: Reading, text: str) -> Select[Any]:
    found = _hits("station", text, Station, Station.code, name=name_in(reading.actor.locale, Station.name))
    return found.where(matches(Station.search, text), *_kept(reading.actor, "station", Station))


def _customers(reading: Reading, text: str) -> Select[Any]:
    found = _hits("customer", text, Customer, Customer.code, name=Customer.name, detail=Customer.grade)
    return found.where(matches(Customer.search, text), *_kept(reading.actor, "customer", Customer))


def _kept(actor: Actor, entity: str, model: Any) -> Sequence[ColumnElement[bool]]:
    return in_sight(ENTITIES[entity], actor), model.status != Status.RETIRED


SOURCES: dict[Kind, Source] = {
    "order": Source(("board.read",), _orders),
    "sales_order": Source(CUSTOMERS, _sales_orders),
    "product": Source(("masterdata.read",), _products),
    "lot": Source(("print.create",), _lots),
    "person": Source(("masterdata.read",), _people),
    "station": Source(("masterdata.read",), _stations),
    "customer": Source(CUSTOMERS, _customers),
}


@query("app.search", permission=SIGNED_IN)
async def search(reading: Reading, text: str) -> SearchAnswer:
    """Every word has to occur, in the number, the name or how one types it. A scanned label is its code."""
    wanted = read_label(text)[0].strip()
    searched = [kind for kind in KINDS if all(map(reading.actor.may, SOURCES[kind].rights))]
    if not wanted or not searched:
        return SearchAnswer(text=wanted, searched=searched, groups=[], exact=None)
    parts = [select(SOURCES[kind].select(reading, wanted).subquery()) for kind in searched]
    together = union_all(*parts).subquery()
    rows = list(await reading.session.execute(select(together).order_by(together.c.place)))
    groups = [_group(kind, [row for row in rows if row.kind == kind]) for kind in searched]
    exact = [row.kind for row in rows if row.close == 0]
    return SearchAnswer(
        text=wanted,
        searched=searched,
        groups=[group for group in groups if group.hits],
        exact=exact[0] if len(exact) == 1 else None,
    )


def _group(kind: Kind, rows: Sequence[Any]) -> HitsOfKind:
    hits = [Hit(id=row.id, code=row.code, name=row.name, detail=row.detail, status=row.status) for row in rows[:MOST]]
    return HitsOfKind(kind=kind, hits=hits, more=len(rows) > MOST)


@router.get("/search", responses=answers(SearchAnswer))
async def look_for(context: Signed, text: Annotated[Text, Query(min_length=1, max_length=300)]) -> Response:
    return json_answer(await context.read(search, text))
