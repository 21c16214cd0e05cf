# SPDX-License-Identifier: Apache-2.0
"""Why a photo is not taken."""

from lockstep.kernel.errors import LockstepError


class PhotoTooLarge(LockstepError):
    code = "photo_too_large"
    status = 413
    message = "A photo may have {megabytes} MB."


class PhotoTypeRefused(LockstepError):
    code = "photo_type_refused"
    status = 415
    message = "This is not a JPEG, PNG, WebP or HEIC photo."


class PhotoBroken(LockstepError):
    code = "photo_broken"
    status = 422
    message = "This photo cannot be read; take it again."


class PhotoTooManyPixels(LockstepError):
    code = "photo_too_many_pixels"
    status = 422
    message = "A photo may have {megapixels} megapixels."
