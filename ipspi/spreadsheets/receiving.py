"""Files on their way in: what is too large is not kept, not even for a moment."""

import io
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from ipspi.spreadsheets.sheets import LARGEST_FILE

MOST_TOGETHER = 2 * LARGEST_FILE  # three photos of a phone, as they are


class LimitedUploadHandler(FileUploadHandler):
    """
    Keeps a request from filling the disk: no file is larger than the largest that is read, all together than two.

    It stands before Django's own handlers. A file that is too large arrives empty, with a size that every form refuses.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.received = self.together = 0
        self.is_too_large = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received, self.is_too_large = 0, False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        self.together += len(raw_data)
        if self.received > LARGEST_FILE or self.together > MOST_TOGETHER:
            self.is_too_large = True
            return None
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self.is_too_large:
            return None
        for handler in self.request.upload_handlers if self.request else ():
            handler.upload_interrupted()  # what the others have written so far is deleted
        return UploadedFile(io.BytesIO(), self.file_name, self.content_type, max(file_size, LARGEST_FILE + 1))
