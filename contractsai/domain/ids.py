"""The identifiers that cross module borders, each with a type of its own."""

from typing import NewType

JobId = NewType("JobId", str)
DocumentId = NewType("DocumentId", str)

ReplyId = NewType("ReplyId", str)
"""Names a request under a caller's key: 64 hexadecimal digits of who asked what."""

UploadId = NewType("UploadId", str)
"""Names what was sent together: 32 hexadecimal digits."""

AnalysisId = NewType("AnalysisId", str)
"""Names one analysis: 32 hexadecimal digits of (content, pipeline version, options)."""

ReviewId = NewType("ReviewId", str)

SubjectId = NewType("SubjectId", str)
"""Names what a verdict is about: 32 hexadecimal digits of the content and what it says."""

WorkerId = NewType("WorkerId", str)
"""Names one life of a worker: a restart is another."""

AnnotationId = NewType("AnnotationId", str)
"""Names what people keep beside a content: 32 hexadecimal digits of the file and the member."""

WebhookId = NewType("WebhookId", str)
"""Names what a receiver is told once, however often it is sent: ``msg_`` and 32 digits."""

KeyId = NewType("KeyId", str)
"""Names an API key: the 12 hexadecimal digits that the key itself begins with."""

EntryId = NewType("EntryId", str)
"""Names a line of the audit: 32 hexadecimal digits that sort by time."""
