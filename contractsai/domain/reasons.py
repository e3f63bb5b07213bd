"""Why something did not end well, as stable codes that people and dashboards can rely on."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a document or a job ended as it did.

    The first group is the document's own doing and final; the second is ours, and is
    tried again while the budget lasts; the third belongs to jobs.
    """

    EMPTY = "empty"
    CORRUPT = "corrupt"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"
    TYPE_MISMATCH = "type_mismatch"
    UNSUPPORTED = "unsupported"  # a document, in a format that is not read
    MISSING = "missing"  # the file is no longer where it was listed
    UNREADABLE = "unreadable"  # the operating system refuses to open the file
    OUTSIDE_ROOTS = "outside_roots"  # a link that ends where the service may not read
    FOLDER_NOT_READ = "folder_not_read"  # one that may not be listed, or a link to a folder
    NOT_A_FILE = "not_a_file"  # a pipe, a socket or a device

    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    INTERNAL = "internal"

    ALL_FAILED = "all_failed"
    CANCELLED = "cancelled"
