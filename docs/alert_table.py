"""Every alert there is: Prometheus' rules, their tests and the runbook are made from this."""

from dataclasses import dataclass, field
from typing import Any, Final

RELAY: Final = "contractsai.relay"
RESCUE: Final = "contractsai.rescue"
CLEANUP: Final = "contractsai.cleanup_old_jobs"
ACTIVE: Final = 'contractsai_workers{state="active"}'
FAILED: Final = 'contractsai_attempts_total{state="FAILED"}'
LOST: Final = "contractsai_analysis_processes_lost_total"


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert.

    Attributes:
        expr: when it holds; without labels, so that one cause is one alert.
        lasts: for how long it has to hold.
        says: a sentence for whoever is woken.
        means: what is wrong, and what the service does meanwhile.
        run: what to run first.
        then: what to do about it.
        fault: series that make it fire, by Prometheus' notation for tests, a value a minute.
        at: when they do.
        calm: series under which it stays silent.
    """

    name: str
    severity: str
    expr: str
    lasts: str
    says: str
    means: str
    run: str
    then: str
    fault: dict[str, str]
    at: str
    calm: dict[str, str] = field(default_factory=dict)


def _rises(metric: str, over: str, most: int) -> str:
    return f"sum(increase({metric}[{over}])) > {most}"


def _late(tick: str, seconds: int) -> str:
    last = f'max(contractsai_last_tick_timestamp_seconds{{tick="{tick}"}})'
    return f"time() - {last} > {seconds}"


def _last(tick: str, values: str) -> dict[str, str]:
    return {f'contractsai_last_tick_timestamp_seconds{{tick="{tick}"}}': values}


ALERTS: Final = (
    Alert(
        "ContractsAIDown",
        "page",
        'max(up{job="contractsai-api"}) == 0',
        "2m",
        "The API does not answer.",
        "Nobody can submit or look. Jobs that were accepted go on: workers do not need the API.",
        "docker compose ps backend && docker compose logs --tail 50 backend",
        "Start it again: docker compose up -d --wait backend. Its last lines say why it ended.",
        {'up{job="contractsai-api"}': "0x10"},
        "5m",
        {'up{job="contractsai-api"}': "1x10"},
    ),
    Alert(
        "ContractsAIDatabaseDown",
        "page",
        "min(contractsai_database_up) == 0",
        "1m",
        "The database does not answer.",
        "Jobs are refused with 503. What runs goes on until its lease has run out; what was "
        "committed is kept.",
        "curl -s http://localhost:8000/readyz",
        "It names the cause (`full`, `missing`, `damaged`, `unavailable`); see Jobs are refused.",
        {"contractsai_database_up": "0x10"},
        "3m",
        {"contractsai_database_up": "1x10"},
    ),
    Alert(
        "ContractsAIBrokerDown",
        "page",
        "min(contractsai_broker_up) == 0",
        "2m",
        "The broker does not answer.",
        "Jobs are accepted and wait. Nothing is lost: the relay tells the broker again.",
        "redis-cli -u $CELERY_BROKER_URL ping",
        "Start it again; all goes on by itself within a minute.",
        {"contractsai_broker_up": "0x10"},
        "4m",
        {"contractsai_broker_up": "1x10"},
    ),
    Alert(
        "ContractsAINoWorker",
        "page",
        f"sum({ACTIVE}) == 0 and sum(contractsai_demand) > 0",
        "2m",
        "Documents wait and no worker takes any.",
        "Every worker is stopped, lost, or drained.",
        "contractsai workers list",
        "Start one: docker compose up -d celery-worker, or contractsai worker.",
        {ACTIVE: "0x10", "contractsai_demand": "5x10"},
        "4m",
        {ACTIVE: "0x10", "contractsai_demand": "0x10"},
    ),
    Alert(
        "ContractsAIJobWaits",
        "ticket",
        f"max(contractsai_queue_age_seconds) > 900 and sum({ACTIVE}) > 0",
        "5m",
        "A job waits for a quarter of an hour, and nothing of it has run.",
        "Workers are there, and busy or deaf.",
        "contractsai workers list && curl -s http://localhost:8000/demand",
        "If every slot is busy, start more workers. If workers are idle, look whether the broker "
        "answers and whether they take the queue of CONTRACTSAI_QUEUE.",
        {"contractsai_queue_age_seconds": "1000+60x20", ACTIVE: "2x20"},
        "10m",
        {"contractsai_queue_age_seconds": "0+60x14", ACTIVE: "2x14"},
    ),
    Alert(
        "ContractsAIWorkerLost",
        "ticket",
        _rises("contractsai_workers_lost_total", "15m", 0),
        "0m",
        "A worker fell silent.",
        "It was killed, froze, or lost the database. Its documents are rescued once their leases "
        "have run out.",
        "contractsai workers list",
        "Look at its machine: dmesg | grep -i 'killed process' tells of memory that ran out.",
        {"contractsai_workers_lost_total": "0 0 1x10"},
        "5m",
        {"contractsai_workers_lost_total": "3x10"},
    ),
    Alert(
        "ContractsAIWorkerDrains",
        "ticket",
        'sum(contractsai_workers{state="draining"}) > 0',
        "1h",
        "A worker has been draining for an hour.",
        "Somebody took it out of service, and did not stop it.",
        "contractsai workers list",
        "If it runs nothing, stop it; only a restart has it claim again.",
        {'contractsai_workers{state="draining"}': "1x90"},
        "80m",
        {'contractsai_workers{state="draining"}': "1x50 0x40"},
    ),
    Alert(
        "ContractsAIRescues",
        "ticket",
        _rises("contractsai_rescues_total", "30m", 5),
        "0m",
        "Documents are taken from workers that went silent.",
        "Workers die, freeze or lose the database again and again. Each rescue counts a crash "
        "against its document.",
        "contractsai workers list",
        "The log's `document.rescued` names the workers; look at their memory and their database.",
        {"contractsai_rescues_total": "0+2x20"},
        "15m",
        {"contractsai_rescues_total": "0 1x30"},
    ),
    Alert(
        "ContractsAILeasesLost",
        "ticket",
        _rises("contractsai_leases_lost_total", "30m", 5),
        "0m",
        "Results are dropped, since somebody else has the document by then.",
        "Workers freeze, or lose the database for longer than CONTRACTSAI_LEASE_SECONDS.",
        "contractsai workers list",
        "Look for machines that swap or are paused, and at the database's response times.",
        {"contractsai_leases_lost_total": "0+2x20"},
        "15m",
        {"contractsai_leases_lost_total": "0 1x30"},
    ),
    Alert(
        "ContractsAICrashes",
        "ticket",
        _rises(f'{LOST}{{reason="crashed"}}', "30m", 5),
        "0m",
        "Analysis processes crash.",
        "Documents bring a parser down. Workers and other documents are not touched; each document "
        "ends FAILED once its budget is spent.",
        "contractsai jobs list",
        "Find the documents: contractsai jobs show ID. Report one that may be shared.",
        {f'{LOST}{{reason="crashed"}}': "0+2x20"},
        "15m",
        {f'{LOST}{{reason="crashed"}}': "0 1x30"},
    ),
    Alert(
        "ContractsAIOutOfMemory",
        "ticket",
        _rises(f'{LOST}{{reason="memory"}}', "30m", 3),
        "0m",
        "Documents take more memory than they may.",
        "Each is killed at CONTRACTSAI_DOCUMENT_MEMORY_MB, and tried again within its budget.",
        "contractsai workers list",
        "Raise the limit if the machine has room for it in every slot, or lower "
        "CONTRACTSAI_CONCURRENCY.",
        {f'{LOST}{{reason="memory"}}': "0+1x20"},
        "15m",
        {f'{LOST}{{reason="memory"}}': "0 1x30"},
    ),
    Alert(
        "ContractsAITimeouts",
        "ticket",
        _rises(f'{LOST}{{reason="timeout"}}', "30m", 3),
        "0m",
        "Documents take longer than they may.",
        "Each is killed at CONTRACTSAI_DOCUMENT_SECONDS, and tried again within its budget.",
        "contractsai workers list",
        "If the machine is overloaded, lower CONTRACTSAI_CONCURRENCY; large scans need more time.",
        {f'{LOST}{{reason="timeout"}}': "0+1x20"},
        "15m",
        {f'{LOST}{{reason="timeout"}}': "0 1x30"},
    ),
    Alert(
        "ContractsAIManyFail",
        "ticket",
        f"sum(increase({FAILED}[30m])) > 10 and sum(increase({FAILED}[30m]))"
        " > 0.2 * sum(increase(contractsai_attempts_total[30m]))",
        "5m",
        "More than a fifth of the documents fail.",
        "Most often a folder that workers do not see, or one of files that cannot be read.",
        "contractsai jobs list",
        "The reason is in: contractsai jobs show ID. `missing` on every document: mount the folder "
        "at the same path on every worker.",
        {FAILED: "0+2x40", 'contractsai_attempts_total{state="COMPLETED"}': "0+2x40"},
        "30m",
        {FAILED: "0+1x40", 'contractsai_attempts_total{state="COMPLETED"}': "0+20x40"},
    ),
    Alert(
        "ContractsAIDefect",
        "ticket",
        _rises("contractsai_defects_total", "1h", 0),
        "0m",
        "Something failed that nobody foresaw.",
        "A defect of ours; the document or the request failed, the process lives.",
        "docker compose logs backend celery-worker | grep -E 'request.failed|document.broke'",
        "Report the lines and the traceback below them: they hold no text of a document.",
        {"contractsai_defects_total": "0 0 1x10"},
        "5m",
        {"contractsai_defects_total": "1x10"},
    ),
    Alert(
        "ContractsAIMessagesRefused",
        "ticket",
        _rises("contractsai_messages_refused_total", "10m", 10),
        "0m",
        "The broker refuses messages.",
        "It is full, read-only, or away now and then. Nothing is lost: the relay sends again.",
        "redis-cli -u $CELERY_BROKER_URL info memory",
        "Give it room, or find what fills it: it holds ids only.",
        {"contractsai_messages_refused_total": "0+5x20"},
        "10m",
        {"contractsai_messages_refused_total": "0 3x20"},
    ),
    Alert(
        "ContractsAIMessagesDropped",
        "ticket",
        _rises("contractsai_messages_dropped_total", "1h", 0),
        "0m",
        "Something that is not ours lies in the broker.",
        "Another application, another version, or somebody else writes into our queue. Each such "
        "message is dropped; workers go on.",
        "docker compose logs celery-worker | grep message.dropped",
        "Give this service a CONTRACTSAI_KEY_PREFIX or a database of its own.",
        {"contractsai_messages_dropped_total": "0 0 1x10"},
        "5m",
        {"contractsai_messages_dropped_total": "1x10"},
    ),
    Alert(
        "ContractsAINoRelay",
        "page",
        _late(RELAY, 120),
        "2m",
        "No relay was carried out for two minutes.",
        "No beat sends ticks, or no worker has a free slot for them. What was lost stays where it "
        "is; what is known to the broker runs on.",
        "docker compose ps celery-beat celery-worker",
        "Start a beat: docker compose up -d celery-beat, or contractsai beat.",
        _last(RELAY, "0x10"),
        "6m",
        _last(RELAY, "0+60x10"),
    ),
    Alert(
        "ContractsAINoRescue",
        "ticket",
        _late(RESCUE, 120),
        "2m",
        "No rescue was carried out for two minutes.",
        "Documents of workers that died stay RUNNING until one is.",
        "docker compose logs --tail 50 celery-beat",
        "As for a relay that is missing; if relays come and rescues do not, the database refuses "
        "them: the worker's log says why.",
        _last(RESCUE, "0x10"),
        "6m",
        _last(RESCUE, "0+60x10"),
    ),
    Alert(
        "ContractsAICleanupMissed",
        "ticket",
        f'max(contractsai_last_tick_timestamp_seconds{{tick="{CLEANUP}"}} > 0) < time() - 93600',
        "10m",
        "The daily cleanup did not run.",
        "Ended jobs are kept for longer than CONTRACTSAI_RETENTION_DAYS.",
        "docker compose ps celery-beat",
        "A beat has to run at 02:00 UTC; the next night makes up for all before it.",
        _last(CLEANUP, "60x1700"),
        "1600m",
        _last(CLEANUP, "0x1700"),
    ),
    Alert(
        "ContractsAIMemory",
        "ticket",
        'sum(contractsai_resident_bytes{role="analysis"})'
        " > 1.5 * 1024 * 1024 * 1024 * sum(contractsai_slots)",
        "10m",
        "Analysis processes hold more than 1.5 GiB a slot.",
        "The machine may run out of memory before any single document does.",
        "contractsai workers list",
        "Lower CONTRACTSAI_CONCURRENCY, CONTRACTSAI_PROCESS_MEMORY_MB, or "
        "CONTRACTSAI_DOCUMENT_MEMORY_MB.",
        {'contractsai_resident_bytes{role="analysis"}': "8e9x30", "contractsai_slots": "4x30"},
        "20m",
        {'contractsai_resident_bytes{role="analysis"}': "4e9x30", "contractsai_slots": "4x30"},
    ),
    Alert(
        "ContractsAIQueueLong",
        "ticket",
        "max(celery_queue_length) > 10000",
        "10m",
        "More than ten thousand messages wait.",
        "A job has 32 messages out at the most: there are hundreds of jobs, or nobody takes them.",
        "curl -s http://localhost:8000/demand",
        "Start more workers. To begin with an empty queue: celery -A contractsai.celery_app purge; "
        "no job is lost, the relay sends again.",
        {"celery_queue_length": "20000x30"},
        "20m",
        {"celery_queue_length": "9000x30"},
    ),
)


def rules() -> dict[str, Any]:
    """Return the file of rules, as Prometheus reads it."""
    return {"groups": [{"name": "contractsai", "rules": [_rule(alert) for alert in ALERTS]}]}


def annotations(alert: Alert) -> dict[str, str]:
    """Return what an alert tells beside its labels."""
    return {"summary": alert.says, "run": alert.run, "runbook": f"docs/runbook.md#{anchor(alert)}"}


def anchor(alert: Alert) -> str:
    """Return the name of the alert's section."""
    return alert.name.lower()


def tests() -> dict[str, Any]:
    """Return the file of tests, as promtool reads it: each fault fires its alert and no other."""
    cases = []
    for alert in ALERTS:
        for series, fired in ((alert.fault, True), (alert.calm, False)):
            expected = {
                "exp_labels": {"severity": alert.severity},
                "exp_annotations": annotations(alert),
            }
            cases.append(
                {
                    "name": f"{alert.name} {'fires alone' if fired else 'is calm'}",
                    "interval": "1m",
                    "input_series": [
                        {"series": name, "values": values} for name, values in series.items()
                    ],
                    "alert_rule_test": [
                        {
                            "eval_time": alert.at,
                            "alertname": other.name,
                            "exp_alerts": [expected] if fired and other is alert else [],
                        }
                        for other in ALERTS
                    ],
                }
            )
    return {"rule_files": ["alerts.yml"], "evaluation_interval": "1m", "tests": cases}


def runbook() -> str:
    """Return a section an alert."""
    sections = (
        f"## {alert.name}\n\n{alert.says} {alert.means}\n\n```bash\n{alert.run}\n```\n\n"
        f"{alert.then}\n\nFires when `{alert.expr}` has held for {alert.lasts}; "
        f"severity `{alert.severity}`.\n"
        for alert in ALERTS
    )
    return "\n".join(sections)


def _rule(alert: Alert) -> dict[str, Any]:
    return {
        "alert": alert.name,
        "expr": alert.expr,
        "for": alert.lasts,
        "labels": {"severity": alert.severity},
        "annotations": annotations(alert),
    }
