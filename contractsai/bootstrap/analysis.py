"""Put together what analyses a document, and whom it may ask."""

from collections.abc import Sequence

from contractsai.adapters.analysis.host import ProcessAnalysisHost
from contractsai.adapters.analysis.limits import AnalysisLimits
from contractsai.application.ports import AnalysisHost
from contractsai.bootstrap.playbooks import playbook_of
from contractsai.settings import MEBIBYTE, Settings


def build_host(settings: Settings, *, limit_errors: Sequence[type[Exception]] = ()) -> AnalysisHost:
    """Return the supervisor of the analysis processes; nothing is started before its first use."""
    host = ProcessAnalysisHost(
        settings.pipeline,
        AnalysisLimits(
            seconds=settings.document_seconds,
            memory_bytes=settings.document_memory_mb * MEBIBYTE,
            heartbeat_seconds=settings.heartbeat_seconds,
            max_documents=settings.process_documents,
            max_idle_bytes=settings.process_memory_mb * MEBIBYTE,
        ),
        limit_errors=limit_errors,
        playbook=playbook_of(settings).own_text,
        tesseract=settings.tesseract,
        ocr_languages=settings.ocr_languages,
    )
    return host if settings.llm_url is None else _with_model(host, settings)


def _with_model(host: AnalysisHost, settings: Settings) -> AnalysisHost:
    """Return *host* with a language model behind it; whoever configures none imports none."""
    from contractsai.adapters.models.chat import ChatModel
    from contractsai.adapters.models.host import SecondOpinionHost

    key = settings.llm_api_key
    model = ChatModel(
        settings.llm_url or "",
        name=settings.llm_model or "",
        key=key.get_secret_value() if key else None,
    )
    return SecondOpinionHost(host, model, heartbeat_seconds=settings.heartbeat_seconds)
