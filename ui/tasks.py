"""Work off the GUI thread: one database thread, one for counting, one for long jobs; results come back to the GUI thread."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QThread, Signal

from cppcc_desktop.domain.errors import Cancelled, OfficeError

LOG = logging.getLogger(__name__)
STEP = 0.05  # seconds between two reports of one job: the status bar need not be faster than the eye

Progress = Callable[[int, int, str], None]
Report = Callable[[Exception], None]
Listeners = list[Callable[[frozenset[str]], None]]


@dataclass(frozen=True)
class WrittenKinds:
    """What was written: names of entities. Screens that show one of them read again."""

    entities: frozenset[str]

    def touches(self, *names: str) -> bool:
        return not self.entities.isdisjoint(names)


class TaskState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(eq=False)
class Job:
    """A long job as the status bar shows it; `cancel` asks it to stop at its next report."""

    title: str
    unit: str = "件"
    idle: bool = False  # nobody waits for it: it gives way to other jobs, and closing the window does not ask
    done: int = 0
    total: int = 0
    note: str = ""
    line: str = ""  # the result in one sentence
    state: TaskState = TaskState.WAITING
    result: Any = None
    error: Exception | None = None
    started: float = 0.0
    stop: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        self.stop.set()

    @property
    def seconds_left(self) -> float | None:
        """Reckoned from the pace so far; None while there is nothing to reckon from."""
        if not self.total or not self.done or not self.started:
            return None
        return (time.monotonic() - self.started) / self.done * (self.total - self.done)


@dataclass(eq=False)
class Call:
    """One piece of work and where its outcome goes."""

    work: Callable[[], Any]
    done: Callable[[Any], None] | None
    failed: Callable[[Exception], None] | None
    owner: QObject | None
    job: Job | None = None
    changes: set[str] = field(default_factory=set[str])  # kinds of record it wrote
    result: Any = None
    error: Exception | None = None

    @property
    def wanted(self) -> bool:
        """False once the receiver was destroyed: nobody waits for the outcome any more."""
        return self.owner is None or shiboken6.isValid(self.owner)


class Now(threading.local):
    """The call this thread does just now."""

    call: Call | None = None


class Lane(QThread):
    """A thread that does calls one after another, in the order given."""

    begun = Signal(object)
    ended = Signal(object)

    def __init__(self, name: str, now: Now, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._now = now
        self._calls: queue.SimpleQueue[Call | None] = queue.SimpleQueue()

    def put(self, call: Call | None) -> None:
        """Queue a call; None ends the thread after what was queued before."""
        if call is not None and not self.isRunning():
            self.start()
        self._calls.put(call)

    def run(self) -> None:
        while (call := self._calls.get()) is not None:
            self._now.call = call
            if call.job:
                self.begun.emit(call)
            try:
                call.result = call.work()
            except Exception as error:  # noqa: BLE001 - whatever a service raises must come back to its screen
                call.error = error
            self.ended.emit(call)
            self._now.call = None
            del call  # until the next one comes it would keep the page that asked, and what was read


class Tasks(QObject):
    """The only way from a screen to a service.

    `report` shows an error nobody else takes. What a call wrote is heard from the office
    (`listen`); `changed` is sent once for it, after the caller's own `done`.
    """

    changed = Signal(object)  # Change
    job_started = Signal(object)  # Job
    job_progress = Signal(object)  # Job
    job_finished = Signal(object)  # Job: state, line, result, error
    stopping = Signal()  # the window closes: screens stop what they have under way
    _reported = Signal(object)
    _heard = Signal(object)  # frozenset of kinds, written by no call of ours

    def __init__(self, report: Report, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._report = report
        self._now = Now()
        self._database = Lane("database", self._now, self)
        self._counting = Lane("counting", self._now, self)
        self._long = Lane("jobs", self._now, self)
        for lane in (self._database, self._counting, self._long):
            lane.begun.connect(self._begin, Qt.ConnectionType.QueuedConnection)
            lane.ended.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._reported.connect(self.job_progress, Qt.ConnectionType.QueuedConnection)
        self._heard.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._listeners: Listeners = []
        self._pending, self._expected = 0, False
        self._jobs: list[Job] = []
        self._stopped = False

    @property
    def busy(self) -> bool:
        """True while calls or jobs are queued or running, or expected."""
        return self._pending > 0 or self._expected

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Jobs waiting or running, oldest first: closing the window asks about them."""
        return tuple(self._jobs)

    def expect(self, expected: bool) -> None:
        """Whether something will be asked once there is a pause."""
        self._expected = expected

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        owner: QObject | None = None,
        behind: bool = False,
    ) -> None:
        """Do `work()` on the database thread, then `done(result)` on the GUI thread.

        `behind`: on the thread that counts, so that rows and records do not wait for totals.

        An OfficeError goes to `failed`, or to the error dialog if there is none. Any other error is logged
        and shown here; `failed` is called as well so that the screen can stop waiting, and shows nothing.
        The outcome is dropped when `owner` (by default the object of `done`) no longer exists.
        """
        owner = owner or receiver_of(done) or receiver_of(failed)
        lane = self._counting if behind else self._database
        self._put(lane, Call(work, done, failed, owner))

    def start_job(
        self,
        title: str,
        work: Callable[[Progress], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        unit: str = "件",
        line: Callable[[Any], str] | None = None,
        owner: QObject | None = None,
        stop: threading.Event | None = None,
        idle: bool = False,
    ) -> Job:
        """Do `work(progress)` on the thread of long jobs; `line(result)` makes the sentence that stays.

        `progress(done, total, note)` raises Cancelled once the user asked to stop; the work lets it pass
        after undoing what it must.
        """
        job = Job(title, unit=unit, idle=idle, stop=stop or threading.Event())

        def whole() -> Any:
            result = work(self._progress_of(job))
            job.line = line(result) if line else f"{title}：已完成。"
            return result

        owner = owner or receiver_of(done) or receiver_of(failed)
        for other in self._jobs if not idle else ():
            if other.idle:
                other.cancel()
        self._jobs.append(job)
        self._put(self._long, Call(whole, done, failed, owner, job))
        return job

    def listen(self, listeners: Listeners) -> None:
        """Be one of those who are told, in the thread of the write, which kinds of record it changed."""
        if self._hear not in listeners:
            listeners.append(self._hear)
        self._listeners = listeners

    def _hear(self, kinds: frozenset[str]) -> None:
        """Note it with the call that wrote; screens hear of it once that has come back."""
        if not kinds:
            return
        if self._now.call is not None:
            self._now.call.changes |= kinds
        else:
            self._heard.emit(kinds)

    def _tell(self, kinds: frozenset[str]) -> None:
        self.changed.emit(WrittenKinds(kinds))

    def stop(self) -> None:
        """Ask jobs to stop, do what is queued, join the threads; outcomes are dropped, and nothing is begun any more."""
        self.stopping.emit()
        for job in self._jobs:
            job.cancel()
        if self._hear in self._listeners:
            self._listeners.remove(self._hear)
        for lane in (self._database, self._counting, self._long):
            lane.ended.disconnect(self._finish)
            lane.begun.disconnect(self._begin)
            if lane.isRunning():
                lane.put(None)
                lane.wait()
        self._stopped = True  # a choice that is taken as the window goes would start a thread nobody joins

    def _put(self, lane: Lane, call: Call) -> None:
        if self._stopped:
            return
        self._pending += 1
        lane.put(call)

    def _progress_of(self, job: Job) -> Progress:
        last = 0.0

        def progress(done: int, total: int, note: str = "") -> None:
            nonlocal last
            if job.stop.is_set():
                raise Cancelled
            job.done, job.total, job.note = done, total, note
            if time.monotonic() - last >= STEP or done >= total:
                last = time.monotonic()
                self._reported.emit(job)

        return progress

    def _begin(self, call: Call) -> None:
        if call.job:
            call.job.state, call.job.started = TaskState.RUNNING, time.monotonic()
            self.job_started.emit(call.job)

    def _finish(self, call: Call) -> None:
        self._pending -= 1
        if call.job:
            self._close_job(call, call.job)
        if call.error is not None:
            self._fail(call, call.error)
        elif call.done and call.wanted:
            call.done(call.result)
        if call.changes:
            self._tell(frozenset(call.changes))

    def _close_job(self, call: Call, job: Job) -> None:
        self._jobs.remove(job)
        job.result, job.error = call.result, call.error
        job.state = TaskState.DONE
        if isinstance(call.error, Cancelled):
            job.state, job.line = TaskState.STOPPED, f"{job.title}：{call.error}"
        elif call.error is not None:
            job.state, job.line = TaskState.FAILED, f"{job.title}：没有做完。"
        self.job_finished.emit(job)

    def _fail(self, call: Call, error: Exception) -> None:
        known = isinstance(error, OfficeError)
        if not known:
            LOG.error("unexpected error in a task", exc_info=error)
        if call.failed and call.wanted:
            call.failed(error)
        elif known and isinstance(error, Cancelled):
            return
        elif known and call.wanted:
            self.report(error)
        if not known:
            self.report(error)

    def report(self, error: Exception) -> None:
        """Show an error nobody else takes."""
        self._report(error)


def receiver_of(callback: Callable[..., None] | None) -> QObject | None:
    """The QObject a bound method belongs to, if any."""
    owner = getattr(callback, "__self__", None)
    return owner if isinstance(owner, QObject) else None
