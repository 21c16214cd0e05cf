# SPDX-License-Identifier: Apache-2.0
from fastapi import APIRouter, Request, Response

from lockstep.domains.documents.operations import print_document
from lockstep.domains.documents.queries.document import document
from lockstep.domains.documents.schemas import Document, PrintDocument, Printed, TrayNumber
from lockstep.domains.masterdata.schemas import PrintKind
from lockstep.kernel.http import answers, json_answer
from lockstep.kernel.types import Id
from lockstep.platform.accounts.authentication import Signed

router = APIRouter(tags=["documents"])


@router.get("/documents/{kind}/{subject_id}", responses=answers(Document))
async def show_document(
    request: Request, context: Signed, kind: PrintKind, subject_id: Id, tray: TrayNumber | None = None
) -> Response:
    origin = str(request.base_url)
    return json_answer(await context.read(document, kind, subject_id, tray=tray, origin=origin))


@router.post("/documents/print", responses=answers(Printed))
async def print_now(context: Signed, command: PrintDocument) -> Response:
    return json_answer(await context.run(print_document, command))
