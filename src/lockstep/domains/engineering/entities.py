# SPDX-License-Identifier: Apache-2.0
from lockstep.domains.engineering import headings, models, schemas
from lockstep.domains.engineering.checks import no_part_of_itself
from lockstep.domains.engineering.instructions import require_instructions
from lockstep.domains.engineering.words import WORDS
from lockstep.platform.metadata.entity import Entity, register

MANAGE = "engineering.manage"

BOM = register(
    Entity(
        key="bom",
        group="products",
        name=WORDS["entity.bom"],
        model=models.Bom,
        command=schemas.DefineBom,
        permission=MANAGE,
        codes=("product_code", "edition"),
        labels=WORDS,
        headings=headings.BOM,
        lines={"components": models.BomLine},
        check=no_part_of_itself,
        one_in_use_of=("product_code",),
    )
)
ROUTING = register(
    Entity(
        key="routing",
        group="products",
        name=WORDS["entity.routing"],
        model=models.Routing,
        command=schemas.DefineRouting,
        permission=MANAGE,
        codes=("product_code", "edition"),
        labels=WORDS,
        headings=headings.ROUTING,
        lines={"operations": models.RoutingOperation, "parameters": models.RoutingParameter},
        check=require_instructions,
        one_in_use_of=("site_code", "product_code"),
    )
)
