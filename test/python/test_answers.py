"""Answers: how long they took, as a region tells the daemon. The listener keeps the lines that come."""

import os
import threading
import time

import numpy as np
import pytest
from listener import Listener, closed_under, until

import lattice


@pytest.fixture
def path(tmp_path):
    return tmp_path / "h.sock"


@pytest.fixture
def listener(path):
    return Listener(path)


def answers(listener):
    return [line["answer"] for line in list(listener.lines) if "answer" in line]


def told(region, listener, fits, what):
    """Beats nothing until an answer that fits was told; returns all that were."""
    until(lambda: region.beat(0) or any(fits(ms) for ms in answers(listener)), what)
    return answers(listener)


def test_the_longest_since_the_line_before_is_told_once(listener, path):
    with lattice.region("server", unit="requests", socket=path) as region:
        region.beat(1)
        for ms in (12.5, 99.875, 3, np.float32(7), np.int64(8)):
            region.answer(ms)
        told(region, listener, lambda ms: ms == 99.875, "the longest")
        region.answer(1)
        assert told(region, listener, lambda ms: ms == 1, "the next").count(99.875) == 1
        assert region.info().refused == 0


@pytest.mark.parametrize("ms", [0, -1, float("nan"), float("inf"), -float("inf"), 3_600_000.1, 1e308, 10**400])
def test_a_time_that_cannot_be_is_refused(ms, path):
    with lattice.region("a", socket=path) as region:
        with pytest.raises(ValueError, match="ms is .*, expected more than 0 and at most 3600000"):
            region.answer(ms)


@pytest.mark.parametrize("ms", ["5", None, b"5", 5j, [5]])
def test_what_is_no_number_is_refused(ms, path):
    with lattice.region("a", socket=path) as region:
        with pytest.raises(TypeError, match="ms is .*, expected a number"):
            region.answer(ms)


def test_a_block_is_measured(listener, path):
    with lattice.region("server", socket=path) as region:
        began = time.perf_counter()
        with region.answering():
            while time.perf_counter() < began + 0.02:
                pass
        most = 1000 * (time.perf_counter() - began)
        all_told = told(region, listener, lambda ms: True, "the block's time")
        assert len(all_told) == 1 and 19.9 < all_told[0] <= most + 0.001


def test_blocks_may_overlap_and_a_function_may_be_one(listener, path):
    with lattice.region("server", socket=path) as region:

        @region.answering()
        def reply(seconds):
            time.sleep(seconds)
            return seconds

        with region.answering():
            assert [reply(0.001), reply(0.001)] == [0.001, 0.001]
            time.sleep(0.03)
        assert max(told(region, listener, lambda ms: ms > 30, "the outer block")) > 32


def test_an_exception_comes_through_and_was_no_answer(listener, path):
    with lattice.region("server", socket=path) as region:
        with pytest.raises(ZeroDivisionError):
            with region.answering():
                time.sleep(0.03)
                1 / 0
        region.answer(0.5)
        assert set(told(region, listener, lambda ms: ms == 0.5, "the answer after it")) == {0.5}


def test_a_block_in_which_the_region_is_closed_ends_as_it_would(path):
    region = lattice.region("server", socket=path)
    with region.answering():
        region.close()


def test_threads_may_answer_while_another_closes(path):
    def answer(region):
        with region.answering():
            region.answer(5)

    assert closed_under(answer, path) == {"the region 'many' is closed": 200}


def test_the_longest_of_many_threads_is_told_once(listener, path):
    with lattice.region("many", socket=path) as region:

        def answer(which):
            for i in range(1, 5001):
                region.answer(i + which / 1000)

        threads = [threading.Thread(target=answer, args=[which]) for which in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert told(region, listener, lambda ms: ms == 5000.007, "the longest").count(5000.007) == 1


# Python 3.12 warns of a fork beside threads, here the listener's: the child takes no lock and ends by itself.
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_fork_s_answers_are_its_own(listener, path):
    with lattice.region("parent", socket=path) as region:
        region.beat(1)
        region.answer(777)
        child = os.fork()
        if child == 0:
            # Only this copy may end here: no test of the parent goes on in the child.
            try:
                sent = region.info().sent
                until(lambda: region.beat(1) or region.info().sent > sent, "the child's first line")
                region.answer(5)
                until(lambda: region.beat(1) or region.info().sent > sent + 1, "the child's second line")
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        until(lambda: any(line["pid"] == child and line.get("answer") == 5 for line in listener.lines), "the child's answer")
        told(region, listener, lambda ms: ms == 777, "the parent's")
        assert [line["pid"] for line in listener.lines if line.get("answer") == 777] == [os.getpid()]
