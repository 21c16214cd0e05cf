# SPDX-License-Identifier: Apache-2.0
"""Why a photo or an attachment is not taken."""

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


class AttachmentTooLarge(LockstepError):
    code = "attachment_too_large"
    status = 413
    message = "A file may have {megabytes} MB. Save it smaller, or as several files."


class AttachmentTypeRefused(LockstepError):
    code = "attachment_type_refused"
    status = 415
    message = "This is neither a PDF nor a picture. Save it as PDF, JPEG or PNG and choose that file."


class PdfBroken(LockstepError):
    code = "pdf_broken"
    status = 422
    message = "This PDF cannot be read. Open it on your computer, save it as PDF anew and choose that file."


class PdfProtected(LockstepError):
    code = "pdf_protected"
    status = 422
    message = "This PDF asks for a password. Save it without one and choose that file."


class PdfTooManyPages(LockstepError):
    code = "pdf_too_many_pages"
    status = 422
    message = "A PDF may have {most} pages. Save the pages that are needed as a file of their own."


class PdfTooHeavy(LockstepError):
    code = "pdf_too_heavy"
    status = 422
    message = (
        "The pages of this PDF are too heavy to be drawn. Print it to a PDF anew, or choose pictures of its pages."
    )
