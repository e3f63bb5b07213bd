"""Every error we raise on purpose.

ContractsAIError
├── JobError        JobNotFound (JobPurged), DocumentNotFound, InvalidTransition,
│                   JobNotEnded, LeaseLost, StaleRow
├── ReviewError     FindingNotFound, InvalidReview, ReviewedMeanwhile,
│                   InvalidAnnotation, AnnotatedMeanwhile, NotARegister
├── FolderError     FolderNotFound (UploadNotFound), FolderNotAllowed, NothingToAnalyse
├── UploadError     UploadRefused, UploadTooLarge
├── WorkerNotFound, RequestDiffers, InvalidKey, KeyNotFound
├── AnalysisError   AnalysisFailed, AnalysisTimedOut, AnalysisOutOfMemory, AnalysisCrashed,
│                   FileMissing, FileUnreadable, FileTooLarge, FileOutsideRoots,
│                   FolderNotRead, NotAFile
├── RunInterrupted  CancelRequested, ShutdownRequested
├── AttemptFailed, InvalidSearch, ModelUnavailable
├── AdapterError    QueueUnavailable, BrokerCannot, WebhookRefused, PageNotDrawn,
│                   StoreUnavailable (StoreFull, StoreMissing, StoreDamaged),
│                   UploadsUnavailable
└── UnsafeConfiguration

Callers decide by class, never by message.
"""

from contractsai.domain.reasons import Reason


class ContractsAIError(Exception):
    """The root: catching it catches all of ours and nothing of anybody else's."""


class JobError(ContractsAIError):
    """A job or document cannot do what was asked."""


class JobNotFound(JobError):
    """No job has this id."""


class JobPurged(JobNotFound):
    """There was a job of this id: it was deleted, by its age or by a person."""


class DocumentNotFound(JobError):
    """No document has this id; the job may have been purged."""


class InvalidTransition(JobError):
    """The life cycle has no such step from the present state."""


class JobNotEnded(JobError):
    """The job still runs, or waits to: what is asked for would not be whole."""


class LeaseLost(JobError):
    """Somebody else holds the document now: the caller must drop what it has."""


class StaleRow(JobError):
    """The row changed since it was loaded: load it again and decide again."""


class RequestDiffers(ContractsAIError):
    """A request under a key that was used for another one; the message says so."""


class ReviewError(ContractsAIError):
    """A finding cannot be reviewed as was asked."""


class FindingNotFound(ReviewError):
    """The document's analysis has no finding of this id, or there is no analysis."""


class InvalidReview(ReviewError):
    """The verdict does not suit the finding; the message says what would."""


class ReviewedMeanwhile(ReviewError):
    """Somebody reviewed the finding since the caller last looked."""


class InvalidAnnotation(ReviewError):
    """What people want to keep beside a contract cannot be kept; the message says why."""


class AnnotatedMeanwhile(ReviewError):
    """Somebody wrote beside the contract since the caller last looked."""


class NotARegister(ReviewError):
    """The file is no register that could be imported; the message says why."""


class FolderError(ContractsAIError):
    """A folder cannot be analysed."""


class FolderNotFound(FolderError):
    """There is no such folder."""


class UploadNotFound(FolderNotFound):
    """No upload has this id, or its files are not where this process looks for them."""


class FolderNotAllowed(FolderError):
    """The folder lies under none of the allowed roots."""


class NothingToAnalyse(FolderError):
    """The folder holds no file that could be a document."""


class UploadError(ContractsAIError):
    """What was sent is not kept; the message says why."""


class UploadRefused(UploadError):
    """It is broken, or made to harm."""


class UploadTooLarge(UploadError):
    """There is more of it than the settings allow."""


class WorkerNotFound(ContractsAIError):
    """No worker has this name, or none of those that are left."""


class InvalidKey(ContractsAIError):
    """A key cannot be made as was asked; the message says why."""


class KeyNotFound(ContractsAIError):
    """No API key has this id."""


class AnalysisError(ContractsAIError):
    """An attempt to analyse a document ended badly."""

    reason = Reason.INTERNAL
    retryable = True
    is_crash = False  # whether the analysis process died: crashes have a budget of their own


class AnalysisFailed(AnalysisError):
    """The pipeline raised: a defect of ours, or a passing fault."""


class AnalysisTimedOut(AnalysisError):
    """The document took longer than its wall-clock limit and its process was killed."""

    reason = Reason.TIMEOUT
    is_crash = True


class AnalysisOutOfMemory(AnalysisError):
    """The document took more memory than its limit."""

    reason = Reason.MEMORY
    is_crash = True


class AnalysisCrashed(AnalysisError):
    """The analysis process died under the document."""

    reason = Reason.CRASHED
    is_crash = True


class FileMissing(AnalysisError):
    """The file is no longer where it was listed."""

    reason = Reason.MISSING
    retryable = False


class FileUnreadable(AnalysisError):
    """The operating system refuses to open the file."""

    reason = Reason.UNREADABLE
    retryable = False


class FileOutsideRoots(AnalysisError):
    """The name is a link, and it ends where this service may not read."""

    reason = Reason.OUTSIDE_ROOTS
    retryable = False


class FolderNotRead(AnalysisError):
    """The name is a folder whose files were not listed: it may not be, or it is a link to one."""

    reason = Reason.FOLDER_NOT_READ
    retryable = False


class NotAFile(AnalysisError):
    """The name is a pipe, a socket or a device."""

    reason = Reason.NOT_A_FILE
    retryable = False


class FileTooLarge(AnalysisError):
    """The file is larger than the pipeline takes; no byte above that is read."""

    reason = Reason.TOO_LARGE
    retryable = False


class RunInterrupted(ContractsAIError):
    """The run must stop now, through no fault of the document."""


class CancelRequested(RunInterrupted):
    """Somebody asked for the job to be cancelled."""


class ShutdownRequested(RunInterrupted):
    """The worker is shutting down and its grace is over."""


class AttemptFailed(ContractsAIError):
    """An attempt ended badly, and its row says so: this is for whoever watches the tasks."""


class InvalidSearch(ContractsAIError):
    """Nothing can be looked for by these words and filters; the message says what can."""


class AdapterError(ContractsAIError):
    """Something outside of us does not answer; nothing is known to have changed."""


class QueueUnavailable(AdapterError):
    """The broker did not accept a message."""


class PageNotDrawn(AdapterError):
    """A page of a document cannot be shown as a picture; the message says why."""


class BrokerCannot(AdapterError):
    """No broker of this kind can do that; the message says which kind, and what."""


class WebhookRefused(AdapterError):
    """A webhook was not taken; the message says why, in few words.

    Attributes:
        is_away: whether nobody would take another one now, either.
    """

    def __init__(self, why: str, *, is_away: bool = False) -> None:
        """Take why, and whether it has to do with this one alone."""
        super().__init__(why)
        self.is_away = is_away


class StoreUnavailable(AdapterError):
    """The database did not answer, or did not commit."""


class StoreFull(StoreUnavailable):
    """There is no room left on the database's disk; what is there can be read."""


class StoreMissing(StoreUnavailable):
    """The database's file is not there any more."""


class StoreDamaged(StoreUnavailable):
    """The database's file is no database any more, or a broken one."""


class UploadsUnavailable(AdapterError):
    """Nothing can be written where uploads are kept."""


class ModelUnavailable(ContractsAIError):
    """The language model did not answer, or not in time."""


class UnsafeConfiguration(ContractsAIError):
    """The settings contradict a promise; the message says which, and the way out."""
