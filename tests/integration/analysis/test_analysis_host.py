"""`ProcessAnalysisHost` on real processes: what one document does is felt by no other."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest

from contractsai.adapters.analysis.host import ProcessAnalysisHost
from contractsai.domain.errors import (
    AnalysisCrashed,
    AnalysisError,
    AnalysisFailed,
    AnalysisOutOfMemory,
    AnalysisTimedOut,
    CancelRequested,
    FileTooLarge,
    ShutdownRequested,
    StoreUnavailable,
    UnsafeConfiguration,
)
from contractsai.domain.findings import Outcome
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.eventually import PATIENCE_SECONDS
from contractsai.testing.opened import analyse_file, opened_file

LIMIT = 1.0  # seconds of a document that is to exceed it
WITNESS = "pipelines_here:Witness"
Document = Callable[[str], Path]
Eventually = Callable[..., None]


def seen_by(witness: StoredAnalysis) -> dict[str, Any]:
    [analysis] = witness.analyses()
    assert analysis.text is not None
    seen: dict[str, Any] = json.loads(analysis.text)
    return seen


def assert_works(host: ProcessAnalysisHost, document: Document) -> None:
    stored = analyse_file(host, document("This Agreement"))
    assert stored.analyses()[0].text == "This Agreement"


class TestAnalysing:
    def test_an_analysis_is_what_the_pipeline_found(self, make_host: Any, document: Any) -> None:
        host = make_host()

        stored = analyse_file(host, document("This Agreement"))

        assert stored.pipeline == host.pipeline == "hostile 1"
        assert stored.outcome is Outcome.ANALYSED
        assert stored.sha256 == stored.analyses()[0].sha256

    def test_the_peak_is_of_this_document_alone(self, make_host: Any, document: Any) -> None:
        """A small document that follows a huge one must not look huge."""
        host = make_host()

        def peak(text: str) -> float:
            figure = analyse_file(host, document(text)).analyses()[0].run.peak_memory_mb
            assert figure is not None
            return float(figure)

        before, large, after = peak("small"), peak("large" * 4_000_000), peak("small")

        assert large > before + 40
        if sys.platform == "linux":
            assert after < large - 30

    def test_an_analysis_of_many_megabytes_comes_through(
        self, make_host: Any, document: Any
    ) -> None:
        """Far more than a pipe holds."""
        text = "Whereas. " * 1_000_000

        stored = analyse_file(make_host(), document(text))

        assert stored.analyses()[0].text == text

    @pytest.mark.parametrize("text", ["noisy", "litter", "sleep:0.3"])
    def test_what_harms_nobody_is_no_error(
        self, text: str, make_host: Any, document: Any, capfd: pytest.CaptureFixture[str]
    ) -> None:
        """What a library prints must neither corrupt the answer nor reach the log."""
        stored = analyse_file(make_host(), document(text))

        assert stored.analyses()[0].text == text
        assert "noise" not in "".join(capfd.readouterr())

    def test_a_file_above_the_limit_is_too_large(self, make_host: Any, document: Any) -> None:
        with pytest.raises(FileTooLarge):
            analyse_file(make_host(max_bytes=3), document("four"))

    def test_a_pipelines_own_limit_goes_first(self, make_host: Any, document: Any) -> None:
        host = make_host(pipeline="pipelines_here:Strict", max_bytes=100)

        with pytest.raises(FileTooLarge):
            analyse_file(host, document("four"))
        assert analyse_file(host, document("two")).reason is None

    def test_a_file_that_cannot_be_had_costs_no_process(
        self, make_host: Any, document: Any, descendants: Any
    ) -> None:
        """A folder of films must not cause a thousand starts."""
        host = make_host(max_bytes=20)
        assert_works(host, document)
        before = descendants()

        for _ in range(2):
            with pytest.raises(FileTooLarge):
                analyse_file(host, document("as long as a film, or two"))

        assert_works(host, document)
        assert descendants() == before

    def test_what_is_only_read_costs_no_process(self, make_host: Any, document: Any) -> None:
        """Most documents of a second run are known: their digest is all that is asked for."""
        host = make_host(pipeline=WITNESS, max_documents=2)
        pid = seen_by(analyse_file(host, document("")))["pid"]

        for number in range(5):
            with (
                opened_file(document(f"{number}")) as opened,
                host.read(opened, heartbeat=lambda: None) as content,
            ):
                assert content.sha256 == hashlib.sha256(f"{number}".encode()).hexdigest()

        assert seen_by(analyse_file(host, document("")))["pid"] == pid

    def test_whoever_breaks_off_between_reading_and_analysis_ends_the_process(
        self, make_host: Any, document: Any, descendants: Any
    ) -> None:
        """It holds a document that nobody will ask for any more."""
        host = make_host()

        with (
            pytest.raises(StoreUnavailable),
            opened_file(document("ok")) as opened,
            host.read(opened, heartbeat=lambda: None),
        ):
            raise StoreUnavailable

        assert descendants() == []
        assert_works(host, document)

    def test_the_process_holds_no_descriptor_of_the_document(
        self, make_host: Any, document: Any
    ) -> None:
        """What the parser starts must have no door to a file of ours."""
        host = make_host(pipeline=WITNESS)
        file = document("")

        seen = [seen_by(analyse_file(host, file)) for _ in range(3)]

        assert str(file) not in str(seen)
        assert seen[0]["open"] == seen[2]["open"]


BAD = {
    "crash": (AnalysisCrashed, "SIGSEGV"),
    "exit": (AnalysisCrashed, "exit code 3"),
    "garble": (AnalysisCrashed, "spoke out of turn"),
    "memory": (AnalysisOutOfMemory, "MemoryError"),
    "memory-in-others:5": (AnalysisOutOfMemory, r"took \d+ bytes"),
    "hang": (AnalysisTimedOut, "in stage hang"),
    "hang-in-c": (AnalysisTimedOut, "in stage hang-in-c"),
    "raise:a secret": (AnalysisFailed, "RuntimeError at contractsai.testing.pipelines"),
}


class TestBadEnds:
    @pytest.mark.parametrize("text", BAD)
    def test_a_bad_document_ends_by_itself_or_by_its_limit_and_the_next_one_succeeds(
        self, text: str, make_host: Any, document: Any
    ) -> None:
        """A batch of ten thousand holds one of each."""
        host = make_host(seconds=LIMIT if "hang" in text else 3600)
        kind, message = BAD[text]

        with pytest.raises(kind, match=message):
            analyse_file(host, document(text))

        assert_works(host, document)

    def test_an_exception_tells_nothing_of_the_document(
        self, make_host: Any, document: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Contracts are confidential, logs are not."""
        with pytest.raises(AnalysisFailed) as raised:
            analyse_file(make_host(), document("raise:a secret"))

        [record] = caplog.records
        assert record.__dict__["event"] == "analysis_process.lost"
        assert "secret" not in str(raised.value) + str(record.__dict__)

    def test_a_process_that_is_killed_is_a_crash(
        self, make_host: Any, document: Any, tmp_path: Path, descendants: Any, eventually: Any
    ) -> None:
        """The kernel does so when memory runs short, and chooses as it likes."""
        host = make_host()
        note = tmp_path / "note"
        with ThreadPoolExecutor() as pool:
            running = pool.submit(analyse_file, host, document(f"grandchild:{note}"))
            eventually(note.exists)
            psutil.Process(int(note.read_text())).parent().kill()  # type: ignore[union-attr]

            with pytest.raises(AnalysisCrashed, match="SIGKILL"):
                running.result(PATIENCE_SECONDS)

        assert descendants() == []
        assert_works(host, document)

    @pytest.mark.skipif(sys.platform != "linux", reason="only this kernel tells a child")
    def test_a_guard_that_is_killed_takes_its_child_along(
        self, make_host: Any, document: Any, is_alive: Any, eventually: Any
    ) -> None:
        """A process that nobody can end any more must end itself."""
        host = make_host(pipeline=WITNESS)
        seen = seen_by(analyse_file(host, document("")))

        psutil.Process(seen["guard"]).kill()

        eventually(lambda: not is_alive(seen["pid"]))
        assert seen_by(analyse_file(host, document("")))["pid"] != seen["pid"]

    def test_a_process_that_dies_between_documents_is_replaced_unnoticed(
        self, make_host: Any, document: Any, is_alive: Any, eventually: Any
    ) -> None:
        """No document is to blame, and none is charged with a crash."""
        host = make_host(pipeline=WITNESS)
        seen = seen_by(analyse_file(host, document("")))

        psutil.Process(seen["pid"]).kill()
        eventually(lambda: not is_alive(seen["guard"]))

        assert seen_by(analyse_file(host, document("")))["pid"] != seen["pid"]

    @pytest.mark.parametrize("how", ["grandchild", "escape"])
    def test_what_the_parser_started_ends_with_it(
        self, how: str, make_host: Any, document: Any, tmp_path: Path, is_alive: Any
    ) -> None:
        """Converters fork; one that made a session of its own is no member of any group."""
        if how == "escape" and sys.platform != "linux":
            pytest.skip("only Linux lets the guard adopt it")
        note = tmp_path / "note"

        with pytest.raises(AnalysisTimedOut):
            analyse_file(make_host(seconds=LIMIT), document(f"{how}:{note}"))

        assert not is_alive(int(note.read_text()))

    def test_a_pipeline_that_does_not_exist_is_a_configuration_error(
        self, make_host: Any, document: Any, descendants: Any
    ) -> None:
        """Trying the document again cannot help."""
        host = make_host(pipeline="no.such:Pipeline")

        with pytest.raises(UnsafeConfiguration, match=r"no\.such:Pipeline"):
            _ = host.pipeline
        with pytest.raises(UnsafeConfiguration, match=r"no\.such:Pipeline"):
            analyse_file(host, document("ok"))

        assert descendants() == []

    def test_a_pipeline_that_breaks_while_loading_is_named_with_the_cause(
        self, make_host: Any, document: Any
    ) -> None:
        """No document is to blame, and none would fare better: it is the installation's fault."""
        host = make_host(pipeline="pipelines_here:Unloadable")

        with pytest.raises(UnsafeConfiguration, match=r"pipelines_here:Unloadable.*is damaged"):
            analyse_file(host, document("ok"))


class TestHeartbeat:
    def test_it_is_called_while_the_parser_is_stuck(self, make_host: Any, document: Any) -> None:
        """The lease must outlast any parser, whatever lock that holds."""
        beats: list[int] = []
        host = make_host(heartbeat_seconds=0.1)
        assert host.pipeline  # the start has heartbeats of its own

        def beat() -> None:
            beats.append(threading.get_ident())
            if len(beats) == 3:
                raise CancelRequested("it was seen")

        with pytest.raises(CancelRequested):
            analyse_file(host, document("hang-in-c"), beat)

        assert beats == [threading.get_ident()] * 3

    @pytest.mark.parametrize("text", ["hang", "hang-in-c"])
    def test_what_it_raises_kills_the_process_and_comes_out(
        self, text: str, make_host: Any, document: Any, descendants: Any
    ) -> None:
        """A cancel has to stop what runs."""
        host = make_host()
        assert host.pipeline

        def cancel() -> None:
            raise CancelRequested("by a person")

        with pytest.raises(CancelRequested):
            analyse_file(host, document(text), cancel)

        assert descendants() == []
        assert_works(host, document)

    @pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="this system has no such signals")
    def test_what_a_signal_handler_raises_kills_the_process_too(
        self, make_host: Any, document: Any, tmp_path: Path, descendants: Any, eventually: Any
    ) -> None:
        """Celery's soft time limit and Ctrl-C come that way, at any line of ours."""

        class SoftLimit(Exception):
            pass

        def strike() -> None:
            eventually(note.exists)
            os.kill(os.getpid(), signal.SIGUSR1)

        def raise_it(*_: object) -> None:
            raise SoftLimit

        host, note = make_host(heartbeat_seconds=20), tmp_path / "note"
        before = signal.signal(signal.SIGUSR1, raise_it)
        thread = threading.Thread(target=strike)
        thread.start()
        try:
            with pytest.raises(SoftLimit):
                analyse_file(host, document(f"grandchild:{note}"))
        finally:
            thread.join()
            signal.signal(signal.SIGUSR1, before)

        assert descendants() == []
        assert_works(host, document)


class TestProcesses:
    def test_one_process_serves_document_after_document(
        self, make_host: Any, document: Any
    ) -> None:
        """A start costs the imports and the model."""
        host = make_host(pipeline=WITNESS)

        pids = {seen_by(analyse_file(host, document("")))["pid"] for _ in range(5)}

        assert len(pids) == 1

    def test_it_is_replaced_after_its_last_document(self, make_host: Any, document: Any) -> None:
        """What leaks, leaks for so long."""
        host = make_host(pipeline=WITNESS, max_documents=2)

        pids = [seen_by(analyse_file(host, document("")))["pid"] for _ in range(5)]

        assert pids[0] == pids[1] != pids[2] == pids[3] != pids[4]

    def test_it_is_replaced_above_the_memory_mark(self, make_host: Any, document: Any) -> None:
        host = make_host(pipeline=WITNESS, max_idle_bytes=1)

        pids = [seen_by(analyse_file(host, document("")))["pid"] for _ in range(2)]

        assert pids[0] != pids[1]

    def test_threads_analyse_at_once_each_in_a_process_of_its_own(
        self, make_host: Any, document: Any
    ) -> None:
        """Else a worker of four threads would be a worker of one."""
        host = make_host()
        together = threading.Barrier(4)

        def run(number: int) -> str:
            def meet() -> None:
                if not met:
                    met.append(together.wait(PATIENCE_SECONDS))

            met: list[int] = []
            stored = analyse_file(host, document(f"sleep:1.{number}"), meet)
            assert met
            text = stored.analyses()[0].text
            assert text is not None
            return text

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(run, range(4))) == [f"sleep:1.{number}" for number in range(4)]

    def test_a_thread_that_ends_leaves_its_process_to_others(
        self, make_host: Any, document: Any
    ) -> None:
        """Linux kills a child with the thread that made it, unless somebody stands between."""
        host = make_host(pipeline=WITNESS)
        pids = []

        for _ in range(2):
            with ThreadPoolExecutor(1) as pool:
                stored = pool.submit(analyse_file, host, document("")).result()
            pids.append(seen_by(stored)["pid"])

        assert pids[0] == pids[1]

    def test_it_is_out_of_reach_of_the_terminal_and_of_our_secrets(
        self, make_host: Any, document: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CELERY_BROKER_URL", "redis://:password@host")
        monkeypatch.setenv("CONTRACTSAI_DATABASE_URL", "postgresql://:password@host")

        seen = seen_by(analyse_file(make_host(pipeline=WITNESS), document("")))

        assert seen["session"] == seen["guard"] != os.getsid(0)
        assert seen["group"] == seen["pid"]
        assert seen["umask"] == 0o077
        assert Path(seen["environment"]["TMPDIR"]).stat().st_mode & 0o777 == 0o700
        assert "password" not in json.dumps(seen["environment"])

    def test_it_starts_with_no_signal_blocked(self, make_host: Any, document: Any) -> None:
        """A thread of a worker may block all; the guard would never learn that its child died."""
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD, signal.SIGTERM})
        try:
            witness = analyse_file(make_host(pipeline=WITNESS), document(""))
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)

        assert seen_by(witness)["blocked"] == 0

    def test_it_imports_nothing_from_the_current_folder(
        self, make_host: Any, document: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """``contractsai analyze .`` among downloaded files must not run one of them."""
        (tmp_path / "json.py").write_text("raise SystemExit('taken over')")
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry])

        assert_works(make_host(), document)

    @pytest.mark.skipif(not hasattr(signal, "SIGTERM"), reason="this system has no such signals")
    def test_it_does_not_listen_to_polite_signals(self, make_host: Any, document: Any) -> None:
        """A service manager signals the whole group, while the worker lets documents finish."""
        host = make_host(pipeline=WITNESS)
        seen = seen_by(analyse_file(host, document("")))

        for pid in (seen["pid"], seen["guard"]):
            os.kill(pid, signal.SIGTERM)
            os.kill(pid, signal.SIGINT)

        assert seen_by(analyse_file(host, document("")))["pid"] == seen["pid"]

    def test_fifty_documents_leave_nothing_behind(
        self, make_host: Any, document: Any, temporary: Path, descendants: Any
    ) -> None:
        """A worker runs for months: no process, zombie, descriptor, thread or file may stay."""
        host = make_host(max_documents=7)
        assert_works(host, document)
        this = psutil.Process()
        before = (this.num_fds(), threading.active_count(), len(descendants()))

        for number in range(50):
            text = ("ok", "litter", "exit", "noisy", "ok")[number % 5]
            try:
                analyse_file(host, document(text))
            except AnalysisError:
                assert text == "exit"

        assert_works(host, document)
        assert (this.num_fds(), threading.active_count(), len(descendants())) == before
        assert len(list(temporary.iterdir())) == 1  # of the process that waits
        host.close()
        assert descendants() == []
        assert list(temporary.iterdir()) == []


class TestClosing:
    def test_a_closed_host_has_no_processes_and_analyses_nothing(
        self, make_host: Any, document: Any, descendants: Any
    ) -> None:
        host = make_host()
        assert_works(host, document)

        host.close()
        host.close()

        assert descendants() == []
        with pytest.raises(ShutdownRequested):
            analyse_file(host, document("ok"))

    def test_a_document_under_way_is_given_back(
        self, make_host: Any, document: Any, tmp_path: Path, descendants: Any, eventually: Any
    ) -> None:
        """It did nothing wrong: a shutdown is no crash of its own."""
        host, note = make_host(heartbeat_seconds=20), tmp_path / "note"
        with ThreadPoolExecutor() as pool:
            running = pool.submit(analyse_file, host, document(f"grandchild:{note}"))
            eventually(note.exists)

            host.close()

            with pytest.raises(ShutdownRequested):
                running.result(PATIENCE_SECONDS)
        assert descendants() == []

    def test_a_host_that_is_forgotten_takes_its_processes_along(
        self, make_host: Any, document: Any, descendants: Any, eventually: Any
    ) -> None:
        """Nobody is left who could close it."""
        script = (
            "from contractsai.adapters.analysis.host import ProcessAnalysisHost\n"
            "import pathlib, psutil, sys\n"
            "from contractsai.adapters.analysis.limits import AnalysisLimits\n"
            "limits = AnalysisLimits(seconds=9, memory_bytes=10**9, heartbeat_seconds=1,\n"
            "    max_documents=9, max_idle_bytes=10**9)\n"
            "host = ProcessAnalysisHost('contractsai.testing.pipelines:EchoPipeline', limits)\n"
            "host.pipeline\n"
            "print(*[child.pid for child in psutil.Process().children(recursive=True)])\n"
        )

        output = subprocess.run(
            [sys.executable, "-c", script], check=True, capture_output=True, text=True
        )

        pids = [int(pid) for pid in output.stdout.split()]
        assert len(pids) == 2
        assert not any(psutil.pid_exists(pid) for pid in pids)
        assert output.stderr == ""


class TestPlaybook:
    """The process gets its rules from the worker: its environment holds no settings of ours."""

    RULES = (
        "name: ours\nrules:\n  - {id: x, finding: risk.x, severity: low, says: Ä, "
        "when: {check: blank_placeholders}}\n"
    )
    TEXT = "SUPPLY AGREEMENT\n\nIt is made between Acme, Inc. and Globex LLC for $_______ a year.\n"

    def test_a_process_goes_by_the_playbook_of_its_host(
        self, make_host: Any, document: Any
    ) -> None:
        plain, ruled = (
            make_host(pipeline="contracts"),
            make_host(pipeline="contracts", playbook=self.RULES),
        )

        analyses = [analyse_file(host, document(self.TEXT)) for host in (plain, ruled)]

        assert len({stored.id for stored in analyses}) == 2
        assert "+ours-" in ruled.pipeline
        [found] = analyses[1].analyses()
        assert found.versions.playbook == ruled.pipeline.partition("+")[2]
        assert [item.value for item in found.findings if item.name.startswith("risk.")] == ["Ä"]

    def test_the_largest_playbook_arrives(self, make_host: Any) -> None:
        """Pipes take so much at once and no more."""
        host = make_host(pipeline="contracts", playbook=self.RULES.ljust(32 * 1024 - 1, "#"))

        assert "+ours-" in host.pipeline

    def test_a_playbook_that_is_none_is_refused(self, make_host: Any) -> None:
        with pytest.raises(UnsafeConfiguration, match="needs rules"):
            _ = make_host(pipeline="contracts", playbook="name: ours").pipeline

    def test_a_playbook_is_in_nobody_elses_sight(self, make_host: Any) -> None:
        """What a company takes for a risk is its own business; arguments are for all to read."""
        host = make_host(pipeline="contracts", playbook=self.RULES)
        assert host.pipeline

        lines = [child.cmdline() for child in psutil.Process().children(recursive=True)]

        assert lines
        assert "risk.x" not in str(lines)
