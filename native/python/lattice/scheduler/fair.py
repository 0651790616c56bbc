"""A sound scheduler: fair shares by virtual deadlines, in which coherence may shorten a wait and nothing else.

Earliest eligible virtual deadline first (Stoica and Abdel-Wahab 1995; Linux since 6.6), for one CPU:

1. v is a task's virtual time: CPU time divided by weight. V is the mean of v over the ready tasks, by weight. A task with v ≤ V is eligible: it has
   had no more than its share.
2. A task asks for r seconds at a time; its deadline is v + r/weight. Of the eligible tasks the one with the earliest deadline runs.
3. A task that goes to sleep with less than its share (V − v > 0) wakes with the same claim, at most one slice of CPU time: sleeping earns nothing.
   One that has had more pays while it sleeps: it wakes at its old v, or at V where that has caught up.

Who asks for less at a time is served sooner, and gets the same share.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .._metrics import task_coherence

__all__ = ["CoherentScheduler", "FairScheduler", "Turn"]

Score = Callable[[Sequence[float]], "float | None"]
_ROUNDING = 1e-12


class Turn(NamedTuple):
    """Who runs next."""

    task: Hashable
    #: For how long at most, in s, unless somebody wakes.
    seconds: float


@dataclass
class _Entity:
    weight: float
    #: Virtual time v.
    time: float = 0.0
    deadline: float = 0.0
    #: CPU time, in s, that it had too little of when it went to sleep.
    claim: float = 0.0


class FairScheduler:
    """Earliest eligible virtual deadline first. Every task asks for `slice` seconds at a time. Raises ValueError unless `slice` is finite and > 0."""

    def __init__(self, slice: float = 0.003) -> None:
        if not 0 < slice < math.inf:
            raise ValueError(f"slice is {slice} s, expected a finite number > 0")
        self.slice = slice
        self._known: dict[Hashable, _Entity] = {}
        self._ready: dict[Hashable, _Entity] = {}
        self._virtual = 0.0

    def request(self, task: Hashable) -> float:
        """How much CPU time, in s, the task asks for at a time."""
        return self.slice

    def wake(self, task: Hashable, now: float, weight: float = 1.0) -> None:
        """The task has something to do from `now`, in s. `weight` > 0 is its share against others. Raises ValueError for another, or if it is ready."""
        if not 0 < weight < math.inf:
            raise ValueError(f"weight is {weight}, expected a finite number > 0")
        if task in self._ready:
            raise ValueError(f"task {task!r} is ready already")
        entity = self._known.setdefault(task, _Entity(weight))
        entity.weight = weight
        others = sum(other.weight for other in self._ready.values())
        # Its own coming moves V: without this factor it would wake with a smaller claim than it left with.
        claim = entity.claim * (others + weight) / others if others else 0.0
        debt = min(max(0.0, entity.time - self._virtual), self.slice / weight)
        entity.time = self._virtual + debt - claim / weight
        entity.deadline = entity.time + self.request(task) / weight
        self._ready[task] = entity
        self._follow()

    def sleep(self, task: Hashable, now: float) -> None:
        """The task has nothing to do. Raises KeyError if it was not ready."""
        entity = self._ready.pop(task)
        entity.claim = min(max(0.0, entity.weight * (self._virtual - entity.time)), self.slice)
        self._follow()

    def pick(self) -> Turn | None:
        """Who runs next, None if nobody is ready."""
        if not self._ready:
            return None
        latest = self._virtual + _ROUNDING * max(1.0, abs(self._virtual))
        eligible = {task: entity for task, entity in self._ready.items() if entity.time <= latest} or self._ready
        task, entity = min(eligible.items(), key=lambda item: item[1].deadline)
        return Turn(task, (entity.deadline - entity.time) * entity.weight)

    def ran(self, task: Hashable, seconds: float) -> None:
        """The task has had the CPU for `seconds`. Raises KeyError if it was not ready."""
        entity = self._ready[task]
        entity.time += seconds / entity.weight
        if entity.time >= entity.deadline - _ROUNDING:
            entity.deadline = entity.time + self.request(task) / entity.weight
        self._follow()

    def _follow(self) -> None:
        weight = sum(entity.weight for entity in self._ready.values())
        if weight:
            self._virtual = sum(entity.weight * entity.time for entity in self._ready.values()) / weight


@dataclass
class _History:
    runs: deque[float]
    run: float = 0.0
    request: float | None = None


def run_coherence(runs: Sequence[float]) -> float | None:
    """`lattice.task_coherence` of runs alone, 0 (each is independent of the one before) to 1 (steady, or slowly changing); None for fewer than 8."""
    known = task_coherence(list(runs), list(runs))
    return None if known is None else known.coherence


class CoherentScheduler(FairScheduler):
    """A `FairScheduler` in which a task of steady runs asks for what it will need, not for a whole slice, and so is served sooner.

    request = c·(w̄ + 2σ) + (1−c)·slice, at most `slice` and at least a tenth of it. w̄ and σ are mean and standard deviation of the task's last runs,
    c their coherence: steady runs foretell the next one. 2σ more, since a request that is just too short makes two turns of one run. No task is
    refused, and shares stay fair whatever c is: a wrong c moves a wait by about a slice. How long a task sleeps makes no difference.

    `score` gives c of the lengths of runs, in s and time order; `memory` is how many of them it sees. Raises ValueError as `FairScheduler`, and
    unless `memory` ≥ 8.
    """

    def __init__(self, slice: float = 0.003, score: Score = run_coherence, memory: int = 64) -> None:
        super().__init__(slice)
        if memory < 8:
            raise ValueError(f"memory is {memory}, expected at least 8 runs")
        self._score = score
        self._memory = memory
        self._histories: dict[Hashable, _History] = {}

    def request(self, task: Hashable) -> float:
        """How much CPU time, in s, the task asks for at a time: a whole slice until its runs are known."""
        wanted = self._history(task).request
        return self.slice if wanted is None else wanted

    def ran(self, task: Hashable, seconds: float) -> None:
        """As `FairScheduler.ran`; notes how long the task runs."""
        self._history(task).run += seconds
        super().ran(task, seconds)

    def sleep(self, task: Hashable, now: float) -> None:
        """As `FairScheduler.sleep`; learns what to ask for next time."""
        super().sleep(task, now)
        history = self._history(task)
        history.runs.append(history.run)
        history.run = 0.0
        score = self._score(history.runs)
        if score is not None:
            mean = math.fsum(history.runs) / len(history.runs)
            spread = math.sqrt(math.fsum((run - mean) ** 2 for run in history.runs) / len(history.runs))
            history.request = min(self.slice, max(self.slice / 10, score * (mean + 2 * spread) + (1 - score) * self.slice))

    def _history(self, task: Hashable) -> _History:
        return self._histories.setdefault(task, _History(deque(maxlen=self._memory)))
