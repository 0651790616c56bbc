"""The sound scheduler: shares are fair within a slice, nobody is refused, and steady tasks wait less."""

import itertools
import random
from statistics import fmean

import pytest

from lattice.scheduler import CoherentScheduler, FairScheduler, FifoScheduler, SimulatedTask, simulate

SLICE = 0.003


def hogs(weights):
    return [SimulatedTask(f"hog {i}", [0.0], [1e9], weight) for i, weight in enumerate(weights)]


def steady(dice, until, score):
    """A player of short frames beside three busy loops."""
    arrivals = [0.0005 + i / 60 for i in range(int(until * 60))]
    frames = SimulatedTask("frames", arrivals, [0.001 * dice.uniform(0.98, 1.02) for _ in arrivals])
    scheduler = CoherentScheduler(SLICE, score=score)
    return simulate([frames, *hogs([1, 1, 1])], scheduler, until)


def made(kind, score=0.5):
    return FairScheduler(SLICE) if kind == "fair" else CoherentScheduler(SLICE, score=lambda runs: score)


@pytest.mark.parametrize("kind", ["fair", "coherent"])
@pytest.mark.parametrize("weights", [[1, 1, 1], [1, 2, 4], [0.1, 10]])
def test_busy_tasks_share_by_weight_within_a_slice(kind, weights):
    outcomes = simulate(hogs(weights), made(kind), 10)
    for i, weight in enumerate(weights):
        fair = 10 * weight / sum(weights)
        assert outcomes[f"hog {i}"].seconds == pytest.approx(fair, abs=SLICE + 1e-9)


@pytest.mark.parametrize("seed", range(1, 13))
@pytest.mark.parametrize("kind", ["fair", "coherent"])
def test_whatever_others_do_a_busy_task_has_its_share_within_two_slices(seed, kind):
    """Random tasks come and go, with random scores; the loop that never sleeps must get at least 1/n of the time all the same."""
    dice = random.Random(seed)
    others = []
    for i in range(dice.randint(1, 6)):
        arrivals = list(itertools.accumulate(dice.expovariate(dice.uniform(10, 300)) for _ in range(2000)))
        others.append(SimulatedTask(i, arrivals, [dice.expovariate(1 / dice.uniform(0.0002, 0.01)) for _ in arrivals]))
    scheduler = FairScheduler(SLICE) if kind == "fair" else CoherentScheduler(SLICE, score=lambda runs: dice.random())
    outcomes = simulate([*others, *hogs([1])], scheduler, 5)
    assert outcomes["hog 0"].seconds >= 5 / (len(others) + 1) - 2 * SLICE
    assert sum(outcome.seconds for outcome in outcomes.values()) == pytest.approx(5, abs=1e-6)


def test_nobody_is_refused_whatever_the_score():
    for score in (0.0, 1.0):
        outcomes = simulate(hogs([1] * 20), made("coherent", score), 5)
        assert all(outcome.seconds > 0.2 for outcome in outcomes.values())
        assert max(outcome.longest_wait for outcome in outcomes.values()) < 40 * SLICE


def test_a_steady_task_is_served_sooner_when_it_is_known_to_be_steady():
    mean = lambda score: fmean(steady(random.Random(7), 20, score)["frames"].latencies[20:])
    assert mean(lambda runs: 1.0) < 0.9 * mean(lambda runs: 0.0)


def test_an_unknown_score_changes_nothing():
    unknown = steady(random.Random(7), 5, lambda runs: None)
    plain = steady(random.Random(7), 5, lambda runs: 0.0)
    assert unknown == plain


def test_sleeping_earns_nothing():
    """A task that has slept for an hour may not take the CPU for longer than one that comes new."""
    scheduler = FairScheduler(SLICE)
    scheduler.wake("sleeper", 0)
    scheduler.ran("sleeper", 0.001)
    scheduler.sleep("sleeper", 0.001)
    scheduler.wake("busy", 0.001)
    for _ in range(1000):
        scheduler.ran("busy", SLICE)
    scheduler.wake("sleeper", 3600)
    got = 0.0
    while (turn := scheduler.pick()) is not None and turn.task == "sleeper":
        scheduler.ran("sleeper", turn.seconds)
        got += turn.seconds
    assert got <= 2 * SLICE


def test_gaming_by_short_sleeps_gains_at_most_its_share():
    """A task that sleeps for a moment before each of its turns ends must not get more than one that never sleeps."""
    arrivals = [i * 0.0021 for i in range(5000)]
    gamer = SimulatedTask("gamer", arrivals, [0.002] * len(arrivals))
    outcomes = simulate([gamer, *hogs([1])], FairScheduler(SLICE), 10)
    assert outcomes["gamer"].seconds <= 5 + 2 * SLICE


def turns(scheduler, count, after=lambda task: None):
    """CPU time by task after `count` whole turns; `after` sees who had each."""
    got = {}
    for _ in range(count):
        turn = scheduler.pick()
        scheduler.ran(turn.task, turn.seconds)
        got[turn.task] = got.get(turn.task, 0.0) + turn.seconds
        after(turn.task)
    return got


def short_and_long():
    """A task that asks for a tenth of a slice, and one that asks for all of it."""
    scheduler = CoherentScheduler(SLICE, score=lambda runs: 1.0)
    scheduler.wake("short", 0)
    scheduler.ran("short", SLICE / 100)
    scheduler.sleep("short", 0)
    scheduler.wake("short", 0)
    scheduler.wake("long", 0)
    return scheduler


def test_who_asks_for_little_never_runs_ahead_of_its_share_by_more_than_it_asks_for():
    """Without eligibility the earliest deadline alone would let it run nearly a whole slice ahead."""
    scheduler, lead = short_and_long(), []
    got = {"short": 0.0, "long": 0.0}
    for _ in range(500):
        turn = scheduler.pick()
        scheduler.ran(turn.task, turn.seconds)
        got[turn.task] += turn.seconds
        lead.append(got["short"] - sum(got.values()) / 2)
    assert max(lead) <= SLICE / 10 + 1e-9


def test_a_moment_s_sleep_pays_no_debt():
    """A task that sleeps for no time after each turn, and asks for little, would else be served for ever."""
    scheduler = short_and_long()

    def nap(task):
        if task == "short":
            scheduler.sleep("short", 0)
            scheduler.wake("short", 0)

    got = turns(scheduler, 2000, nap)
    assert got["short"] <= got["long"] + 2 * SLICE


def test_a_moment_s_sleep_loses_no_claim():
    """A task that sleeps for no time whenever it is owed some must not get less than one that stays."""
    scheduler = FairScheduler(SLICE)
    scheduler.wake("napper", 0)
    scheduler.wake("busy", 0)

    def nap(task):
        if task == "busy":
            scheduler.sleep("napper", 0)
            scheduler.wake("napper", 0)

    got = turns(scheduler, 2000, nap)
    assert got["napper"] == pytest.approx(got["busy"], abs=2 * SLICE)


def test_requests_stay_between_a_tenth_of_a_slice_and_a_slice():
    scheduler = CoherentScheduler(SLICE, score=lambda runs: 1.0)
    for length, expected in [(1e-6, SLICE / 10), (0.5, SLICE), (0.002, 0.002)]:
        for i in range(64):
            scheduler.wake(length, i)
            scheduler.ran(length, length)
            scheduler.sleep(length, i + 0.5)
        assert scheduler.request(length) == pytest.approx(expected)


@pytest.mark.parametrize("make", [lambda: FairScheduler(0), lambda: FairScheduler(float("nan")), lambda: CoherentScheduler(memory=7)])
def test_refuses_settings_that_make_no_sense(make):
    with pytest.raises(ValueError):
        make()


def test_refuses_a_task_that_is_ready_already_and_a_weight_of_nothing():
    scheduler = FairScheduler()
    scheduler.wake("a", 0)
    with pytest.raises(ValueError, match="ready already"):
        scheduler.wake("a", 0)
    with pytest.raises(ValueError, match="weight"):
        scheduler.wake("b", 0, weight=0)


def test_first_come_first_served_runs_to_the_end():
    tasks = [SimulatedTask("a", [0.0], [0.5]), SimulatedTask("b", [0.1, 0.2], [0.2, 0.2])]
    outcomes = simulate(tasks, FifoScheduler(), 2)
    assert outcomes["a"].latencies == pytest.approx([0.5])
    assert outcomes["b"].latencies == pytest.approx([0.6, 0.7])
    assert outcomes["b"].longest_wait == pytest.approx(0.4)


@pytest.mark.parametrize(
    "task", [SimulatedTask("a", [0, 1], [1]), SimulatedTask("a", [1, 0], [1, 1]), SimulatedTask("a", [0], [0])]
)
def test_the_simulation_refuses_tasks_that_cannot_be(task):
    with pytest.raises(ValueError, match="task 'a'"):
        simulate([task], FifoScheduler(), 1)


def test_the_simulation_refuses_two_tasks_of_one_name():
    with pytest.raises(ValueError, match="two tasks"):
        simulate(hogs([1]) * 2, FifoScheduler(), 1)
