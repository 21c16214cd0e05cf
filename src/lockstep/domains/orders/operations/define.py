# SPDX-License-Identifier: Apache-2.0
"""Customer orders and work orders as records: lists, forms and sheets."""

from lockstep.domains.orders import entities
from lockstep.platform.metadata.defining import defining

define_sales_order = defining(entities.SALES_ORDER, "orders")
define_work_order = defining(entities.WORK_ORDER, "orders")

DEFINING = (define_sales_order, define_work_order)
