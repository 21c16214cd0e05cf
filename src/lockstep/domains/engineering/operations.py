# SPDX-License-Identifier: Apache-2.0
from lockstep.domains.engineering import entities
from lockstep.platform.metadata.defining import defining

define_bom = defining(entities.BOM, "engineering")
define_routing = defining(entities.ROUTING, "engineering")

DEFINING = (define_bom, define_routing)
