"""Schedulers for one CPU: the original's, as it was written, and a sound one; with a simulation to compare them.

None of them schedules the tasks of a real machine: they order what an application gives them.
"""

from .fair import CoherentScheduler, FairScheduler, Turn, run_coherence
from .original import LatticeCoherenceScheduler
from .simulation import FifoScheduler, OriginalOrder, Outcome, Scheduler, SimulatedTask, simulate

__all__ = [
    "CoherentScheduler",
    "FairScheduler",
    "FifoScheduler",
    "LatticeCoherenceScheduler",
    "OriginalOrder",
    "Outcome",
    "Scheduler",
    "SimulatedTask",
    "Turn",
    "run_coherence",
    "simulate",
]
