# SPDX-License-Identifier: Apache-2.0
"""Two codes that name the same product become one."""

from typing import Annotated, Any

from sqlalchemy import select, update

from lockstep.domains.masterdata.models import Product
from lockstep.kernel.errors import LockstepError, NotFound
from lockstep.kernel.types import Code
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.define import OnRecord, RecordStatus, Refers
from lockstep.platform.metadata.errors import Retired, Stale
from lockstep.platform.metadata.models import Status
from lockstep.platform.metadata.search import search_text


class MergeProduct(OnRecord):
    into_code: Annotated[Code, Refers("product")]


class SameProduct(LockstepError):
    code = "same_product"
    message = "{product} cannot be merged with itself. Choose the other one."


class DifferentUnits(LockstepError):
    code = "different_units"
    message = "{product} is counted in {unit}, {into} in {into_unit}: they are not the same thing."


@operation("masterdata.merge_product", permission="masterdata.manage")
async def merge_product(work: Work, command: MergeProduct) -> RecordStatus:
    """It is retired and its codes become aliases of the other; what is recorded stays with the old code."""
    rows = await work.session.execute(
        select(Product.__table__)
        .where((Product.id == command.record_id) | (Product.code == command.into_code))
        .order_by(Product.id)
        .with_for_update(key_share=True)
    )
    known: dict[bool, Any] = {row.id == command.record_id: row for row in rows}
    if True not in known:
        raise NotFound(kind="product", key=command.record_id)
    gone = known[True]
    _require_mergeable(command, gone, known.get(False))
    into = known[False]
    aliases = list(dict.fromkeys([*into.aliases, gone.code, *gone.aliases]))
    texts = [into.code, *into.name.values(), *(into.drawing,) * bool(into.drawing), into.unit, *aliases]
    await work.session.execute(
        update(Product)
        .where(Product.id == into.id)
        .values(aliases=aliases, search=search_text(texts), version=into.version + 1)
    )
    await work.session.execute(
        update(Product)
        .where(Product.id == gone.id)
        .values(status=Status.RETIRED, merged_into_id=into.id, version=gone.version + 1)
    )
    work.audit("product", into.id, before={"aliases": into.aliases}, after={"aliases": aliases}, reason=command.reason)
    merged = {"status": Status.RETIRED.value, "merged_into": into.code}
    work.audit("product", gone.id, before={"status": gone.status}, after=merged, reason=command.reason)
    work.emit("product_merged", "product", gone.id, data={"into": into.id})
    return RecordStatus(id=gone.id, version=gone.version + 1, status=Status.RETIRED)


def _require_mergeable(command: MergeProduct, gone: Any, into: Any) -> None:
    if gone.code == command.into_code:
        raise SameProduct(product=gone.code)
    if into is None:
        raise NotFound(kind="product", key=command.into_code)
    if gone.version != command.expected_version:
        raise Stale(entity="product", key=gone.code)
    for row in (gone, into):
        if row.status == Status.RETIRED:
            raise Retired(key=row.code)
    if (gone.unit, gone.decimals) != (into.unit, into.decimals):
        raise DifferentUnits(product=gone.code, unit=gone.unit, into=into.code, into_unit=into.unit)
