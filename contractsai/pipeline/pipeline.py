"""The analysis of one document: bytes in, outcome, text and findings out."""

import hashlib
import time
from dataclasses import dataclass, field, replace
from typing import Final

from contractsai.domain.findings import Analysis, Finding, Outcome, RunFigures, Versions
from contractsai.domain.named import as_named
from contractsai.pipeline import facts
from contractsai.pipeline.clauses.find import Clauses, find_clauses
from contractsai.pipeline.clauses.model.clauses import ClauseModel, Thresholds
from contractsai.pipeline.clauses.model.store import shipped_model
from contractsai.pipeline.draft import Draft
from contractsai.pipeline.findings.assemble import assemble, decisions
from contractsai.pipeline.findings.review_reasons import review_reasons
from contractsai.pipeline.limits import DEFAULT_LIMITS, Limits
from contractsai.pipeline.nest import Nest
from contractsai.pipeline.playbook import rules as policy
from contractsai.pipeline.playbook.model import Playbook
from contractsai.pipeline.playbook.reader import default_playbook, read_playbook
from contractsai.pipeline.text import segment
from contractsai.pipeline.text.identify import Media, Refused, identify
from contractsai.pipeline.text.language import language_of
from contractsai.pipeline.text.normalise import Normalised, normalise
from contractsai.pipeline.text.ocr import Ocr, find_tesseract
from contractsai.pipeline.text.read import read
from contractsai.pipeline.text.reading import Attachment, Checkpoint, Reading, Unreadable, failed

PIPELINE_VERSION: Final = "2.5.0"  # raised with every change of what an analysis may say
VERSIONS: Final = Versions(pipeline=PIPELINE_VERSION, model="none", playbook="none")
_NO_CLAUSES: Final = Clauses((), {}, Thresholds(present=1.0, likely=1.0, absent=0.0))
_DECIMALS: Final = 4  # of seconds


class ContractPipeline:
    """`Pipeline` for contracts: rules and readers, no clock in its results, no network."""

    def __init__(
        self,
        limits: Limits = DEFAULT_LIMITS,
        model: ClauseModel | None = None,
        *,
        playbook: Playbook | None = None,
        ocr: Ocr | None = None,
    ) -> None:
        """Use *model* instead of the shipped one, which is read with the first document."""
        self._limits = limits
        self._own_model = model
        self._playbook = playbook or default_playbook()
        self._ocr = ocr
        self.versions = replace(
            VERSIONS, playbook=self._playbook.version, ocr=ocr.version if ocr else None
        )
        self.version = f"contracts-{PIPELINE_VERSION}+{self._playbook.version}"
        if ocr:  # what was analysed without OCR, or with another, has to be analysed again
            self.version += f"+{ocr.version.replace(' ', '-')}"

    @property
    def _model(self) -> ClauseModel:
        return self._own_model or shipped_model()

    def with_playbook(self, text: str) -> "ContractPipeline":
        """Return the same pipeline under the playbook that *text* holds.

        Raises:
            PlaybookError: it holds none.
        """
        return ContractPipeline(
            self._limits, self._own_model, playbook=read_playbook(text), ocr=self._ocr
        )

    def with_ocr(self, program: str, languages: str) -> "ContractPipeline":
        """Return the same pipeline with the Tesseract program there, without one if there is none.

        Raises:
            UnsafeConfiguration: it cannot do what is asked of it.
        """
        ocr = find_tesseract(program, languages)
        return ContractPipeline(self._limits, self._own_model, playbook=self._playbook, ocr=ocr)

    def analyse(self, content: bytes, *, checkpoint: Checkpoint) -> tuple[Analysis, ...]:
        """Return what *content* holds: the file itself first, then the documents inside it.

        Bad input ends in an outcome with its reason; an exception is a defect of ours.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        nest = Nest(self._limits)
        return tuple(self._whole(Attachment("", content), sha256, checkpoint, nest, depth=0))

    def _whole(
        self, document: Attachment, sha256: str, checkpoint: Checkpoint, nest: Nest, *, depth: int
    ) -> list[Analysis]:
        """Return the analysis of *document*, then of what it carries, down to the last nesting."""
        if document.content is None:
            return [self._left_out(document, sha256)]
        analysis, carried = self._document(document, document.content, sha256, checkpoint, nest)
        admitted = list(nest.admit(carried, within=document.name, depth=depth))
        inside = [
            found
            for item in admitted
            for found in self._whole(item, sha256, checkpoint, nest, depth=depth + 1)
        ]
        if not all(found.outcome.is_whole for found in inside):
            analysis = _with_members_unread(analysis)
        return [as_named(analysis, document.name), *inside]

    def _left_out(self, document: Attachment, sha256: str) -> Analysis:
        """Return the line of a document inside the file that nobody reads, with the reason."""
        identity = _Identity(document.name, sha256, None, self.versions)
        return identity.unread(failed(document.reason or "corrupt"), RunFigures())

    def _document(
        self, document: Attachment, content: bytes, sha256: str, checkpoint: Checkpoint, nest: Nest
    ) -> tuple[Analysis, tuple[Attachment, ...]]:
        watch = _Stopwatch(checkpoint)
        watch.begin("identify")
        media = identify(content, max_bytes=self._limits.max_bytes)
        media_type = media.media_type if isinstance(media, Refused) else media.value
        base = _Identity(document.name or None, sha256, media_type, self.versions)
        carried: tuple[Attachment, ...] = ()
        limits = nest.limits_of_archive() if media is Media.ZIP else self._limits
        try:
            if isinstance(media, Refused):
                raise media.error
            watch.begin("text")
            reading = read(media, content, limits=limits, checkpoint=checkpoint, ocr=self._ocr)
            carried = reading.attachments
            if media is Media.ZIP:
                nest.unpacked(carried)
            analysis = self._understand(base, reading, watch)
        except Unreadable as error:
            return base.unread(error, watch.figures()), carried or error.attachments
        return replace(analysis, run=watch.figures()), carried

    def _understand(self, base: "_Identity", reading: Reading, watch: "_Stopwatch") -> Analysis:
        watch.begin("normalise")
        normal = normalise(reading, max_characters=self._limits.max_characters)
        if not any(letter.isalnum() for letter in normal.text):
            raise failed("empty")
        watch.begin("segment")
        draft = draft_of(normal)
        is_contract = not reading.is_cover or facts.looks_like_contract(draft)
        watch.begin("facts")
        found = facts.find_facts(draft) if is_contract else []
        watch.begin("clauses")
        clauses = find_clauses(draft, found, self._model) if is_contract else _NO_CLAUSES
        watch.begin("assemble")
        findings, categories = decisions(
            assemble(draft, [*found, *clauses.found]), clauses.presence, clauses.thresholds
        )
        reason = reading.reason or ("truncated" if normal.is_cut else None)
        watch.begin("policy")
        risks: tuple[Finding, ...] = ()
        reasons = {*reading.review_reasons, *(["struck_text"] if normal.struck else [])}
        if is_contract:
            risks = policy.find_risks(
                draft, findings, categories, self._playbook, is_whole=reason is None
            )
            reasons.update(policy.risk_reasons(risks, self._playbook))
            reasons.update(review_reasons(draft, found))
        return Analysis(
            member=base.member,
            sha256=base.sha256,
            media_type=base.media_type,
            outcome=Outcome.PARTIAL if reason else Outcome.ANALYSED,
            reason=reason,
            versions=replace(base.versions, model=self._model.version),
            language=draft.language,
            pages=len(normal.page_starts) if normal.page_starts else None,
            page_starts=normal.page_starts,
            ocr_pages=reading.ocr_pages,
            review_reasons=tuple(sorted(reasons)),
            text=normal.text,
            struck=normal.struck,
            categories=categories,
            findings=(*findings, *risks),
        )


def _with_members_unread(analysis: Analysis) -> Analysis:
    if analysis.outcome is not Outcome.ANALYSED:
        return analysis  # it says already that something is missing
    return replace(analysis, outcome=Outcome.PARTIAL, reason="members_unread")


def draft_of(normal: Normalised) -> Draft:
    """Return a text with its outline, as the stages read it."""
    return Draft(
        text=normal.text,
        page_starts=normal.page_starts,
        language=language_of(normal.text),
        headings=segment.headings(normal.text),
        preamble=segment.preamble(normal.text),
    )


@dataclass(frozen=True, slots=True)
class _Identity:
    """What is known of a document before it is read."""

    member: str | None
    sha256: str
    media_type: str | None
    versions: Versions

    def unread(self, error: Unreadable, run: RunFigures) -> Analysis:
        return Analysis(
            member=self.member,
            sha256=self.sha256,
            media_type=self.media_type,
            outcome=error.outcome,
            reason=error.reason,
            versions=self.versions,
            review_reasons=("no_text",) if error.outcome is Outcome.NEEDS_OCR else (),
            run=run,
        )


@dataclass(slots=True)
class _Stopwatch:
    """Announces stages and measures them: the one place of a pipeline that reads a clock."""

    checkpoint: Checkpoint
    _seconds: dict[str, float] = field(default_factory=dict)
    _stage: str | None = None
    _since: float = 0.0

    def begin(self, stage: str) -> None:
        self._end()
        self._stage = stage
        self._since = time.perf_counter()
        self.checkpoint(stage)

    def figures(self) -> RunFigures:
        self._end()
        rounded = {stage: round(seconds, _DECIMALS) for stage, seconds in self._seconds.items()}
        return RunFigures(round(sum(self._seconds.values()), _DECIMALS), rounded)

    def _end(self) -> None:
        if self._stage is not None:
            spent = time.perf_counter() - self._since
            self._seconds[self._stage] = self._seconds.get(self._stage, 0.0) + spent
        self._stage = None
