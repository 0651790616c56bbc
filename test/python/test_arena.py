"""Arrays in an arena: what is in them stays, and their memory goes back when nobody shows it any more."""

import gc
import os
import subprocess
import sys
import threading

import numpy as np
import pytest

import lattice
from lattice import _library

MIB = 1 << 20


@pytest.mark.parametrize("division", ["adaptive", "fibonacci", "classes"])
def test_arrays_are_as_numpy_s(division):
    with lattice.arena(division=division) as arena:
        for shape in [5, (7,), (3, 4), (2, 3, 5), (), (1000, 1000), np.int64(4), [2, 2]]:
            for dtype in ["f4", float, "i8", "?", "c16", "S5", "M8[s]", [("a", "f4"), ("b", "i2")]]:
                ours, theirs = arena.zeros(shape, dtype), np.zeros(shape, dtype)
                assert (ours.shape, ours.dtype, ours.strides) == (theirs.shape, theirs.dtype, theirs.strides)
                assert ours.flags.c_contiguous and ours.flags.aligned and ours.flags.writeable
                assert ours.ctypes.data % 64 == 0
                assert ours.tobytes() == theirs.tobytes()


def test_memory_goes_back_with_the_last_array_that_shows_it():
    with lattice.arena() as arena:
        whole = arena.empty((100, 100), np.float32)
        whole[:] = 7
        row = whole[3:5].T
        assert arena.usage().live_blocks == 1
        del whole
        gc.collect()
        assert arena.usage().live_blocks == 1 and (row == 7).all()
        del row
        gc.collect()
        usage = arena.usage()
        assert (usage.live_blocks, usage.live, usage.refused) == (0, 0, 0)


def mapped_at(address):
    with open("/proc/self/maps") as maps:
        return any(int(low, 16) <= address < int(high, 16) for low, high in (line.split()[0].split("-") for line in maps))


def test_arrays_outlive_the_arena_and_take_its_memory_with_them():
    with lattice.arena() as arena:
        first, second = arena.empty(1000), arena.empty(3 * MIB)
        first[:], second[:] = 1, 2
    del arena
    gc.collect()
    assert first.sum() == 1000 and second[-1] == 2
    address = first.ctypes.data
    del second
    gc.collect()
    assert mapped_at(address)
    del first
    gc.collect()
    assert not mapped_at(address)


def test_zeros_are_zero_where_something_was_before():
    with lattice.arena() as arena:
        for _ in range(20):
            x = arena.zeros(100_000, "u1")
            assert not x.any()
            x[:] = 255
            del x


def test_what_was_asked_for_is_counted():
    with lattice.arena(division="classes") as arena:
        arrays = [arena.empty(size, "u1") for size in (100, 1000, 10_000, 20 * MIB + 1)]
        usage = arena.usage()
        assert (usage.blocks, usage.live_blocks, usage.alone, usage.class_regions) == (4, 4, 1, 1)
        assert usage.asked == sum(x.nbytes for x in arrays)
        assert usage.given == 128 + 1024 + 10_240 + 20 * MIB + 4096
        assert usage.mapped == 64 * MIB + 20 * MIB + 4096
        assert usage.division == "classes" and usage.seen == 11_100
        assert repr(arena) == f"<lattice.Arena: 4 blocks, {usage.live} of {usage.mapped} bytes mapped>"


def test_idle_gives_free_pages_back_and_arrays_stay():
    with lattice.arena() as arena:
        arrays = [arena.empty(2 * MIB, "u1") for _ in range(20)]
        for x in arrays:
            x[:] = 3
        del arrays[1:], x
        gc.collect()
        assert arena.idle() >= 36 * MIB
        assert arena.idle(pageout=True) == 0
        assert (arrays[0] == 3).all()
        assert arena.usage().returned >= 36 * MIB


def test_a_limit_is_kept():
    with lattice.arena(limit_mib=8) as arena:
        x = arena.empty(4 * MIB, "u1")
        with pytest.raises(MemoryError, match=r"shape \(8388608,\) of uint8: the arena's limit leaves no room"):
            arena.empty((8 * MIB,), "u1")
        assert arena.usage().most_mapped <= 8 * MIB
        del x
        arena.empty(8 * MIB, "u1")


@pytest.mark.parametrize(
    "arguments, why",
    [
        ({"region_mib": 3}, "region_mib is 3, expected an even number"),
        ({"region_mib": 0}, "region_mib is 0"),
        ({"region_mib": 512}, "region_mib is 512"),
        ({"region_mib": 2.5}, "region_mib is 2.5"),
        ({"limit_mib": 1}, "limit_mib is 1, expected at least 2"),
        ({"limit_mib": float("nan")}, "limit_mib is nan"),
        ({"limit_mib": float("inf")}, "limit_mib is inf"),
        ({"division": "binary"}, "division is 'binary', expected one of 'adaptive', 'fibonacci', 'classes'"),
    ],
)
def test_an_arena_that_cannot_be_is_refused_in_a_sentence(arguments, why):
    with pytest.raises(ValueError, match=why):
        lattice.arena(**arguments)


@pytest.mark.parametrize(
    "shape, dtype, error, why",
    [
        (-1, "f4", ValueError, "shape is -1, expected lengths ≥ 0"),
        ((3, -4), "f4", ValueError, r"shape is \(3, -4\)"),
        (3, object, TypeError, "dtype is object, expected one without Python objects"),
        (3, [("a", object)], TypeError, "expected one without Python objects"),
        ((2**40, 2**40), "f8", MemoryError, "larger than what memory can be addressed by"),
        (2**62, "u1", MemoryError, "not enough memory"),
        (1.5, "f4", TypeError, "shape is 1.5"),
        ("3", "f4", TypeError, "shape is '3'"),
    ],
)
def test_an_array_that_cannot_be_is_refused_in_a_sentence(shape, dtype, error, why):
    with lattice.arena() as arena:
        with pytest.raises(error, match=why):
            arena.empty(shape, dtype)
        assert arena.usage().blocks == 0


def test_a_closed_arena_says_so():
    arena = lattice.arena()
    arena.close()
    arena.close()
    for use in (arena.usage, arena.idle, lambda: arena.empty(3), lambda: arena.zeros(3), arena.__enter__):
        with pytest.raises(ValueError, match="the arena is closed"):
            use()
    assert repr(arena) == "<lattice.Arena: closed>"


def test_without_an_element_it_is_an_ordinary_array():
    with lattice.arena() as arena:
        assert arena.empty((3, 0), "f4").shape == (3, 0)
        assert arena.usage().blocks == 0


def test_a_checked_arena_sees_who_writes_to_memory_that_was_given_back():
    with lattice.arena(checked=True) as arena:
        x = arena.empty(1000, "u1")
        stale = np.ctypeslib.as_array((_library.c_uint64 * 10).from_address(x.ctypes.data))
        del x
        gc.collect()
        stale[3] = 5
        for _ in range(300):
            arena.empty(8)
        gc.collect()
        assert arena.usage().damaged == 1


def test_threads_may_share_one():
    wrong = []

    def work(mark):
        for i in range(300):
            x = arena.zeros(1 + 997 * i % 50_000, "u1")
            x += mark
            if not (x == mark).all():
                wrong.append(mark)

    with lattice.arena() as arena:
        threads = [threading.Thread(target=work, args=(i + 1,)) for i in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        gc.collect()
        assert not wrong and arena.usage().live_blocks == 0


def test_a_child_has_its_own_copy():
    with lattice.arena() as arena:
        x = arena.zeros(1000)
        child = os.fork()
        if child == 0:
            try:
                x += 1
                right = x.sum() == 1000 and arena.zeros(5000).sum() == 0 and arena.usage().live_blocks == 1
                os._exit(0 if right else 1)
            finally:
                os._exit(2)
        assert os.waitpid(child, 0)[1] == 0
        assert not x.any()


def test_an_array_at_the_program_s_end_harms_nothing():
    code = "import lattice\nwith lattice.arena() as a: x = a.zeros(10)\nkept = x[3:]\ndel a\nprint(kept.sum())"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "0.0\n", "")
