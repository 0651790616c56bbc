"""The scheduler of the original blog post, with what its sketch left out filled in."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

__all__ = ["LatticeCoherenceScheduler"]


class LatticeCoherenceScheduler:
    """Orders tasks by R(f) = 1/(1 + φf²) and drops those at or below a threshold, as the original does.

    It is here so that its behaviour can be measured. Schedule nothing with it:

    - With f in cycles per sample, |f| ≤ ½, R is at least 0.712 and the threshold of 0.3 refuses nobody. With f in Hz it refuses every task above
      1.2 Hz, and a refused task never runs.
    - R falls with f alone, so the order is "slowest rhythm first": a busy loop before a player of 60 frames per second.
    - Of equally coherent tasks the *least* urgent comes first: the sketch sorts by −urgency and then reverses.

    `phi` is the λ of R, without unit. `threshold` is compared with R, in [0, 1]. Raises ValueError unless `phi` is finite and ≥ 0.
    """

    def __init__(self, phi: float = 1.618034, threshold: float = 0.3) -> None:
        if not 0 <= phi < float("inf"):
            raise ValueError(f"phi is {phi}, expected a finite number ≥ 0")
        self.phi = phi
        self.threshold = threshold
        #: The newest R of each task id that was scored.
        self.coherence_scores: dict[Hashable, float] = {}

    def compute_coherence(self, task_id: Hashable, task_freq: float) -> float:
        """R(task_freq) = 1/(1 + φ·task_freq²), which is remembered for `schedule`. The sketch does not say what unit the frequency has."""
        score = 1.0 / (1.0 + self.phi * task_freq**2)
        self.coherence_scores[task_id] = score
        return score

    def schedule(self, ready_tasks: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """The tasks above the threshold, the most coherent first. A task is a mapping with the keys `id` and `urgency`.

        Raises KeyError for a task that `compute_coherence` was not called for.
        """
        scores = self.coherence_scores
        ordered = sorted(ready_tasks, key=lambda task: (scores[task["id"]], -task["urgency"]), reverse=True)
        return [task for task in ordered if scores[task["id"]] > self.threshold]
