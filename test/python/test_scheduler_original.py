"""The original's scheduler does what its sketch does, its mistakes included."""

import pytest

from lattice.scheduler import LatticeCoherenceScheduler


def sketch(tasks, frequencies, phi=1.618034):
    """The sketch's two lines, with the scores that it leaves out."""
    scores = {t["id"]: 1.0 / (1.0 + phi * frequencies[t["id"]] ** 2) for t in tasks}
    order = sorted(tasks, key=lambda t: (scores[t["id"]], -t["urgency"]), reverse=True)
    return [t["id"] for t in order if scores[t["id"]] > 0.3]


def scheduled(tasks, frequencies):
    scheduler = LatticeCoherenceScheduler()
    for task in tasks:
        scheduler.compute_coherence(task["id"], frequencies[task["id"]])
    return [task["id"] for task in scheduler.schedule(tasks)]


TASKS = [{"id": name, "urgency": urgency} for name, urgency in [("a", 1), ("b", 5), ("c", 3), ("d", 2), ("e", 9)]]


@pytest.mark.parametrize(
    "frequencies",
    [
        {"a": 0.1, "b": 0.2, "c": 0.3, "d": 0.4, "e": 0.5},
        {"a": 0.25, "b": 0.25, "c": 0.25, "d": 0.1, "e": 0.1},
        {"a": 60, "b": 1.2, "c": 1.21, "d": 0, "e": -0.3},
    ],
)
def test_orders_and_drops_as_the_sketch(frequencies):
    assert scheduled(TASKS, frequencies) == sketch(TASKS, frequencies)


def test_refuses_nobody_in_cycles_per_sample():
    worst = LatticeCoherenceScheduler().compute_coherence("t", 0.5)
    assert worst == pytest.approx(0.712, abs=5e-4)
    assert len(scheduled(TASKS, dict.fromkeys("abcde", 0.5))) == 5


def test_refuses_everybody_above_1_2_hertz():
    assert scheduled(TASKS, {"a": 1.19, "b": 1.21, "c": 10, "d": 60, "e": 1000}) == ["a"]


def test_puts_the_least_urgent_first_among_equals():
    assert scheduled(TASKS, dict.fromkeys("abcde", 0.1)) == ["a", "d", "c", "b", "e"]


def test_a_task_without_a_score_is_an_error_as_in_the_sketch():
    with pytest.raises(KeyError):
        LatticeCoherenceScheduler().schedule([{"id": "x", "urgency": 1}])


@pytest.mark.parametrize("phi", [-1, float("nan"), float("inf")])
def test_phi_must_be_finite(phi):
    with pytest.raises(ValueError, match="phi"):
        LatticeCoherenceScheduler(phi=phi)
