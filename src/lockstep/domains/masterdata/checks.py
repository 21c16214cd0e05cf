# SPDX-License-Identifier: Apache-2.0
"""Rules of master data beyond a single field."""

from sqlalchemy import select

from lockstep.domains.masterdata.models import DefectCode
from lockstep.domains.masterdata.schemas import DefineDefectCode
from lockstep.kernel.errors import LockstepError
from lockstep.platform.commands.work import Work


class OwnAncestor(LockstepError):
    code = "own_ancestor"
    message = "{key} would stand below itself. Choose another parent."


async def no_circle_of_defect_codes(work: Work, command: DefineDefectCode, defect_id: int | None) -> None:
    above = command.parent_code
    rows = await work.session.execute(select(DefectCode.id, DefectCode.code, DefectCode.parent_id))
    known = list(rows)
    codes, parents = {row.id: row.code for row in known}, {row.code: row.parent_id for row in known}
    while above is not None:
        if above == command.code:
            raise OwnAncestor(key=command.code)
        above = codes.get(parents.get(above))
