# SPDX-License-Identifier: Apache-2.0

from tests.support.shared import quantity_model

__all__ = ["quantity_model"]
