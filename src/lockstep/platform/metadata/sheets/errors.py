# SPDX-License-Identifier: Apache-2.0
from lockstep.kernel.errors import LockstepError


class SheetTooLarge(LockstepError):
    code = "sheet_too_large"
    status = 413
    message = "A sheet has at most {megabytes} MB and {rows} rows."


class UnreadableSheet(LockstepError):
    code = "sheet_unreadable"
    status = 422
    message = "This is not a CSV or XLSX file that can be read: {detail}."


class EmptySheet(LockstepError):
    code = "sheet_empty"
    status = 422
    message = "The sheet has no row below its headings."


class NothingMapped(LockstepError):
    code = "sheet_not_mapped"
    status = 422
    message = "No column is mapped to {field}, which every row needs."


class ImportOver(LockstepError):
    code = "import_over"
    message = "This import is {status}; send the sheet again."


class CellProblem(Exception):
    """A cell that does not hold what its field needs. `code` is translated like that of any refusal."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params
