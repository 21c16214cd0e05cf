# SPDX-License-Identifier: Apache-2.0
from lockstep.kernel.errors import LockstepError


class ContentDiffers(LockstepError):
    code = "command_content_differs"
    status = 409
    message = "A command with this id was already taken with other content."


class CommandNotYours(LockstepError):
    code = "not_found"
    status = 404
    message = "Nothing here under this id."


class Busy(LockstepError):
    code = "busy"
    status = 503
    message = "Others are booking on the same order at this moment; send it again."
