# SPDX-License-Identifier: Apache-2.0
"""Every table of the product, imported so that migrations and checks see them all."""

from lockstep.domains.documents import models as documents
from lockstep.domains.engineering import models as engineering
from lockstep.domains.masterdata import models as masterdata
from lockstep.domains.orders import models as orders
from lockstep.domains.shopfloor import models as shopfloor
from lockstep.domains.tasks import models as tasks
from lockstep.domains.traceability import models as traceability
from lockstep.domains.wip import models as wip
from lockstep.platform.accounts import models as accounts
from lockstep.platform.audit import models as audit
from lockstep.platform.change import models as change
from lockstep.platform.commands import models as commands
from lockstep.platform.files import models as files
from lockstep.platform.metadata import views
from lockstep.platform.metadata.sheets import models as sheets
from lockstep.platform.settings import models as settings

ALL = (
    masterdata,
    engineering,
    orders,
    shopfloor,
    documents,
    tasks,
    traceability,
    wip,
    accounts,
    audit,
    change,
    commands,
    files,
    settings,
    sheets,
    views,
)

APPEND_ONLY = (
    "attachment",
    "attachment_page",
    "audit_entry",
    "change",
    "command_inbox",
    "defect_line",
    "defect_photo",
    "genealogy_edge",
    "judgement",
    "movement",
    "printed_document",
    "production_report",
    "report_person",
    "report_value",
    "serial_unit",
    "time_record",
)
"""Records: the runtime role may add to these tables and nothing else."""
