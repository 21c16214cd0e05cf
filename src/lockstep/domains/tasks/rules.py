# SPDX-License-Identifier: Apache-2.0
"""The life of a task."""

OPEN, DONE, WITHDRAWN = "open", "done", "withdrawn"
