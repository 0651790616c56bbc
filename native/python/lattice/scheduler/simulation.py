"""One simulated CPU, to compare schedulers: what each task waits, and whether the shares are fair. No clock of the machine is read."""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from .fair import Turn
from .original import LatticeCoherenceScheduler

__all__ = ["FifoScheduler", "OriginalOrder", "Outcome", "Scheduler", "SimulatedTask", "simulate"]


class Scheduler(Protocol):
    """What `simulate` asks of a scheduler; `FairScheduler` tells the details."""

    def wake(self, task: Hashable, now: float, weight: float = 1.0) -> None: ...
    def sleep(self, task: Hashable, now: float) -> None: ...
    def pick(self) -> Turn | None: ...
    def ran(self, task: Hashable, seconds: float) -> None: ...


@dataclass(frozen=True)
class SimulatedTask:
    """A task with jobs: at `arrivals[i]` s (ascending) there are `lengths[i]` s of work more. Jobs of a task are done in order."""

    id: Hashable
    arrivals: Sequence[float]
    lengths: Sequence[float]
    weight: float = 1.0


@dataclass
class Outcome:
    """What a task got, in s."""

    #: From the arrival of each job that was finished to its end.
    latencies: list[float] = field(default_factory=list)
    #: CPU time.
    seconds: float = 0.0
    #: The longest time with something to do and no CPU.
    longest_wait: float = 0.0


@dataclass
class _Running:
    task: SimulatedTask
    outcome: Outcome = field(default_factory=Outcome)
    jobs: deque[list[float]] = field(default_factory=deque)
    waits_since: float = 0.0


class FifoScheduler:
    """First come, first served; after `slice` s without sleep a task goes to the end. Without a slice it runs until it sleeps."""

    def __init__(self, slice: float = math.inf) -> None:
        self._slice = slice
        self._queue: deque[Hashable] = deque()
        self._used = 0.0

    def wake(self, task: Hashable, now: float, weight: float = 1.0) -> None:
        """The task goes to the end of the queue."""
        self._queue.append(task)

    def sleep(self, task: Hashable, now: float) -> None:
        """The task leaves the queue."""
        if self._queue[0] == task:
            self._used = 0.0
        self._queue.remove(task)

    def pick(self) -> Turn | None:
        """The first in the queue."""
        return Turn(self._queue[0], self._slice - self._used) if self._queue else None

    def ran(self, task: Hashable, seconds: float) -> None:
        """Counts the first task's slice."""
        self._used += seconds
        if self._used >= self._slice - 1e-12:
            self._queue.rotate(-1)
            self._used = 0.0


class OriginalOrder:
    """The original's `schedule` at work: the first task of its list runs. Whom it refuses does not run.

    `frequencies` and `urgencies` by task id, as its two functions take them; `slice` in s, after which it is asked anew.
    """

    def __init__(
        self, scheduler: LatticeCoherenceScheduler, frequencies: dict[Hashable, float], urgencies: dict[Hashable, float], slice: float = 0.003
    ) -> None:
        self._scheduler, self._frequencies, self._urgencies, self._slice = scheduler, frequencies, urgencies, slice
        self._ready: dict[Hashable, None] = {}

    def wake(self, task: Hashable, now: float, weight: float = 1.0) -> None:
        """The task is scored and ready."""
        self._scheduler.compute_coherence(task, self._frequencies[task])
        self._ready[task] = None

    def sleep(self, task: Hashable, now: float) -> None:
        """The task is not ready any more."""
        del self._ready[task]

    def pick(self) -> Turn | None:
        """The first of the original's list, None if it is empty."""
        listed = self._scheduler.schedule({"id": task, "urgency": self._urgencies[task]} for task in self._ready)
        return Turn(listed[0]["id"], self._slice) if listed else None

    def ran(self, task: Hashable, seconds: float) -> None:
        """Nothing: what a task had makes no difference to the original."""


def simulate(tasks: Iterable[SimulatedTask], scheduler: Scheduler, until: float) -> dict[Hashable, Outcome]:
    """Runs the tasks on one CPU from 0 to `until` s under a scheduler, which is asked at each arrival, each end of a job and each end of a turn.

    Switches cost nothing. Returns what each task got, by its id. Raises ValueError for two tasks of one id, for arrivals that are not ascending and
    for lengths that are not > 0.
    """
    states: dict[Hashable, _Running] = {}
    events: list[tuple[float, int, Hashable, float]] = []
    for task in tasks:
        if task.id in states:
            raise ValueError(f"two tasks are called {task.id!r}")
        if len(task.arrivals) != len(task.lengths) or any(length <= 0 for length in task.lengths):
            raise ValueError(f"task {task.id!r}: expected as many lengths as arrivals, each > 0")
        if any(later < sooner for sooner, later in zip(task.arrivals, task.arrivals[1:])):
            raise ValueError(f"task {task.id!r}: arrivals are not ascending")
        states[task.id] = _Running(task)
        for arrival, length in zip(task.arrivals, task.lengths):
            events.append((float(arrival), len(events), task.id, float(length)))
    heapq.heapify(events)
    now = 0.0
    while now < until:
        while events and events[0][0] <= now:
            arrival, _, task_id, length = heapq.heappop(events)
            _arrive(states[task_id], arrival, length, now, scheduler)
        coming = min(events[0][0], until) if events else until
        turn = scheduler.pick()
        if turn is None:
            now = coming
            continue
        state = states[turn.task]
        job = state.jobs[0]
        seconds = min(turn.seconds, job[1], coming - now)
        state.outcome.longest_wait = max(state.outcome.longest_wait, now - state.waits_since)
        # A step shorter than the clock's last digit would stand still.
        end = max(now + seconds, math.nextafter(now, math.inf))
        _run(state, job, seconds, end, scheduler)
        now = end
    for state in states.values():
        if state.jobs:
            state.outcome.longest_wait = max(state.outcome.longest_wait, until - state.waits_since)
    return {task_id: state.outcome for task_id, state in states.items()}


def _arrive(state: _Running, arrival: float, length: float, now: float, scheduler: Scheduler) -> None:
    state.jobs.append([arrival, length])
    if len(state.jobs) == 1:
        state.waits_since = now
        scheduler.wake(state.task.id, now, state.task.weight)


def _run(state: _Running, job: list[float], seconds: float, end: float, scheduler: Scheduler) -> None:
    scheduler.ran(state.task.id, seconds)
    state.outcome.seconds += seconds
    state.waits_since = end
    job[1] -= seconds
    if job[1] > 1e-12:
        return
    state.outcome.latencies.append(end - job[0])
    state.jobs.popleft()
    if not state.jobs:
        scheduler.sleep(state.task.id, end)
