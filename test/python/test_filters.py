"""Filters against their definitions, computed by NumPy without the library."""

import math
import threading

import numpy as np
import pytest

import lattice

LENGTHS = [1, 2, 3, 4, 5, 7, 8, 11, 12, 16, 17, 30, 31, 64, 97, 100, 128, 243, 997, 1024, 1000, 2310, 4093]


def noise(*shape, seed=1):
    return np.random.default_rng(seed).standard_normal(shape)


def by_definition(x, lam, reading):
    f = np.fft.fftfreq(x.shape[-1])
    k = {"cycles": f, "radian": 2 * np.pi * f, "lattice": 2 * np.sin(np.pi * f)}[reading]
    return np.fft.ifft(np.fft.fft(x.astype(np.float64)) / (1 + lam * k**2)).real


def whittaker(y, lam):
    n = len(y)
    differences = np.diff(np.eye(n), axis=0)
    return np.linalg.solve(np.eye(n) + lam * differences.T @ differences, y)


@pytest.mark.parametrize("reading", lattice.READINGS)
@pytest.mark.parametrize("length", LENGTHS)
def test_the_regularizer_is_its_definition_for_any_length(length, reading):
    x = noise(3, length, seed=length)
    assert np.abs(lattice.regularize(x, 1.7, reading) - by_definition(x, 1.7, reading)).max() < 1e-12
    single = x.astype(np.float32)
    out = lattice.regularize(single, 1.7, reading)
    assert out.dtype == np.float32
    assert np.abs(out - by_definition(single, 1.7, reading)).max() < 1e-5


@pytest.mark.parametrize("length", [1_000_003, 2**20, 3**12])
def test_huge_and_prime_lengths(length):
    x = noise(length, seed=2)
    assert np.abs(lattice.regularize(x) - by_definition(x, lattice.PHI, "cycles")).max() < 1e-12


@pytest.mark.parametrize("shape", [(5,), (4, 6), (2, 3, 7), (2, 1, 3, 8)])
def test_the_regularizer_keeps_shapes_and_filters_the_last_axis(shape):
    x = noise(*shape)
    out = lattice.regularize(x)
    assert out.shape == shape
    assert np.abs(out - by_definition(x, lattice.PHI, "cycles")).max() < 1e-13


def test_a_nan_spreads_over_its_row_and_over_its_plane():
    x = noise(2, 3, 8)
    x[1, 2, 5] = math.nan
    out = lattice.regularize(x)
    assert np.isnan(out[1]).all() and not np.isnan(out[0]).any()
    rows = lattice.regularize(x[1])
    assert np.isnan(rows[2]).all() and not np.isnan(rows[:2]).any()


def test_a_plan_gives_what_the_function_gives_from_many_threads():
    plan = lattice.Regularizer(360, 2.0, "lattice")
    x = noise(50, 360)
    expected = lattice.regularize(x, 2.0, "lattice")
    results = [None] * 8

    def use(i):
        results[i] = plan(x)

    threads = [threading.Thread(target=use, args=[i]) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.array_equal(result, expected) for result in results)
    assert np.array_equal(plan(x.astype(np.float32)), lattice.regularize(x.astype(np.float32), 2.0, "lattice"))
    assert plan(np.zeros((0, 360))).shape == (0, 360)
    with pytest.raises(ValueError, match="last axis of 360"):
        plan(noise(3, 361))


@pytest.mark.parametrize("lam", [0.0, 0.01, lattice.PHI, 40.0, 1e6])
@pytest.mark.parametrize("length", [1, 2, 3, 50, 301])
def test_smooth_solves_whittaker_s_equations(length, lam):
    y = noise(length, seed=length)
    assert np.abs(lattice.smooth(y, lam) - whittaker(y, lam)).max() < 1e-9


def test_smooth_may_work_in_place():
    y = noise(1000)
    expected = lattice.smooth(y)
    assert lattice.smooth(y, out=y) is y
    assert np.array_equal(y, expected)


def test_the_causal_filter_ends_where_smooth_ends():
    """Its newest value needs no future: the reason why no transform is used for live data."""
    y = noise(500)
    causal = lattice.CausalFilter()
    causal.push(y)
    assert causal.value == pytest.approx(lattice.smooth(y)[-1], abs=1e-12)


def test_the_causal_filter_is_its_recursion_however_it_is_fed():
    y = noise(40)
    y[7] = math.nan
    expected, s = [], math.nan
    for sample in y:
        if not math.isnan(sample):
            s = sample if math.isnan(s) else s + lattice.newest_weight() * (sample - s)
        expected.append(s)
    whole, single = lattice.CausalFilter(), lattice.CausalFilter()
    assert np.abs(whole.push(y) - expected).max() < 1e-14
    assert np.abs([single.push(sample)[0] for sample in y] - np.array(expected)).max() < 1e-14
    assert lattice.CausalFilter(start=2.0).value == 2.0
    assert math.isnan(lattice.CausalFilter().value)


def test_the_fixed_point_filter_is_exact_integer_arithmetic():
    x = np.random.default_rng(3).integers(-(2**20) + 1, 2**20, 2000)
    fixed = lattice.FixedPointFilter(start=5)
    s, expected = 5 << 16, []
    for sample in x.tolist():
        s += (fixed.weight * ((sample << 16) - s) + 0x8000) >> 16
        expected.append(s)
    assert fixed.weight == 35107
    assert fixed.push(x).tolist() == expected
    assert fixed.raw == expected[-1] and fixed.value == expected[-1] / 65536


@pytest.mark.parametrize("x, error", [(2**20, ValueError), (-(2**20), ValueError), (1.5, TypeError), ([[1]], TypeError)])
def test_the_fixed_point_filter_takes_nothing_of_what_it_refuses(x, error):
    fixed = lattice.FixedPointFilter()
    with pytest.raises(error):
        fixed.push(x)
    assert fixed.raw == 0


@pytest.mark.parametrize("lam", [-1, math.nan, math.inf])
@pytest.mark.parametrize(
    "use",
    [
        lambda lam: lattice.smooth([1.0], lam),
        lambda lam: lattice.regularize([1.0], lam),
        lambda lam: lattice.Regularizer(4, lam),
        lattice.CausalFilter,
        lattice.FixedPointFilter,
        lattice.pole,
        lattice.newest_weight,
        lattice.time_constant,
        lambda lam: lattice.resolvent(0.1, lam),
        lambda lam: lattice.white_share("lattice", lam),
    ],
)
def test_lambda_must_be_finite_and_not_negative(use, lam):
    with pytest.raises(ValueError, match=f"lam is {lam}"):
        use(lam)


@pytest.mark.parametrize("use", [lambda r: lattice.gain(r, 0.1), lambda r: lattice.regularize([1.0], reading=r)])
def test_a_reading_that_is_none_is_named(use):
    with pytest.raises(ValueError, match="reading is 'hertz', expected 'cycles', 'radian' or 'lattice'"):
        use("hertz")


def test_numbers_of_the_operator():
    phi = lattice.PHI
    assert phi == pytest.approx((1 + math.sqrt(5)) / 2, rel=1e-16)
    assert [lattice.wavenumber(reading, 0.5) for reading in lattice.READINGS] == pytest.approx([0.5, math.pi, 2])
    assert lattice.resolvent(0.5) == pytest.approx(1 / (1 + phi / 4))
    assert lattice.gain("lattice", 0.5, 1.0) == pytest.approx(0.2)
    assert lattice.lambda_at(0.05, 100) == pytest.approx(phi * 25)
    assert [lattice.white_share(reading) for reading in lattice.READINGS] == pytest.approx([0.8907, 0.3317, 0.3658], abs=1e-4)
    assert [lattice.white_gain(reading) for reading in lattice.READINGS] == pytest.approx([0.8952, 0.4420, 0.4554], abs=1e-4)
    assert lattice.pole() + lattice.newest_weight() == pytest.approx(1)
    assert lattice.time_constant() == pytest.approx(-1 / math.log(lattice.pole()))
    assert [lattice.fft_frequency(k, 7) for k in range(7)] == pytest.approx(list(np.fft.fftfreq(7)))
    with pytest.raises(ValueError, match="k is 7, expected 0 to 6"):
        lattice.fft_frequency(7, 7)
    for bad in (0, -1, math.nan, math.inf):
        with pytest.raises(ValueError, match="tau"):
            lattice.lambda_at(bad, 100)
