"""Metrics against the vectors that test/lattice/golden/make.py computes from the definitions, and streams against whole series."""

import json
import math

import numpy as np
import pytest

import lattice


@pytest.fixture(scope="module")
def golden(request):
    return json.loads((request.config.rootpath.parents[1] / "test/lattice/golden/golden.json").read_text())


def series(shape):
    return np.array(shape["x"], dtype=float)


def test_metrics_are_those_of_the_golden_vectors(golden):
    for name, shape in golden["shapes"].items():
        x = series(shape)
        for tau, expected in shape["coherence"].items():
            assert lattice.coherence(x, float(tau), 100) == pytest.approx(expected, abs=1e-12), name
        assert lattice.bunching(x) == pytest.approx(shape["bunching"], abs=1e-12), name
        assert lattice.compression_ratio(x, 0.01) == pytest.approx(shape["compression"], abs=1e-12), name
        assert lattice.horizon(x, 0.01) == shape["horizon"], name
        assert lattice.field_of(x) == pytest.approx(shape["field"], rel=1e-9), name
    walk = golden["walk"]
    assert lattice.field_of(series(walk)) == pytest.approx(walk["field"], rel=1e-12)
    wild = golden["rice"]["wild"]
    assert lattice.rice_bits(series(wild)) * len(wild["x"]) == pytest.approx(wild["bits"])


def test_the_smoothing_and_the_regularizer_are_those_of_the_golden_vectors(golden):
    for case in golden["smooth"]:
        assert np.abs(lattice.smooth(case["x"], case["lambda"]) - case["z"]).max() < 1e-12
    for case in golden["regularizer"]:
        x = np.array(case["x"], dtype=float).reshape(case["shape"])
        assert np.abs(lattice.regularize(x).ravel() - case["z"]).max() < 1e-12


def test_spectra_are_those_of_the_golden_vectors(golden):
    for segment, expected in golden["spectrum"].items():
        x = series(golden["shapes"]["frames 60 Hz"])
        candidates = [lattice.welch(series(shape), 100, int(segment)) for shape in golden["shapes"].values()]
        assert any(np.allclose(found.density, expected["density"], rtol=0, atol=1e-12) for found in candidates)
        assert np.allclose(lattice.welch(x, 100, int(segment)).frequency, expected["frequency"])


@pytest.mark.parametrize("make", [lattice.StreamingField, lambda **more: lattice.StreamingCompression(0.01, **more), lambda **more: lattice.StreamingHorizon(0.01, **more)])
def test_a_stream_that_never_forgets_is_the_whole_series_however_it_is_fed(make, golden):
    batch = {"StreamingField": lattice.field_of, "StreamingCompression": lambda x: lattice.compression_ratio(x, 0.01)}
    for shape in golden["shapes"].values():
        x = series(shape)
        whole, single = make(window=None), make(window=None)
        whole.push(x)
        for sample in x:
            single.push(sample)
        expected = batch.get(type(whole).__name__, lambda x: lattice.horizon(x, 0.01))(x)
        assert whole.value == pytest.approx(expected, abs=1e-12)
        assert single.value == whole.value


def test_streams_tell_regular_from_random(golden):
    """The governor's use of them: frames are regular, a slow wave is persistent, and neither is known before a window."""
    frames, wave = (series(golden["shapes"][name]) for name in ("frames 60 Hz", "sine 1 Hz"))
    bunching, coherence = lattice.StreamingBunching(), lattice.StreamingCoherence(0.05, 100)
    bunching.push(frames[:95])
    assert bunching.value is None
    bunching.push(frames[95:])
    assert bunching.value < -0.6
    coherence.push(wave)
    assert coherence.value > 0.7
    coherence.push(math.nan)
    assert coherence.value is None


def test_the_skill_of_a_horizon_s_octaves(golden):
    stream = lattice.StreamingHorizon(0.01, window=None)
    assert math.isnan(stream.skill(0))
    shape = golden["shapes"]["frames 60 Hz"]
    stream.push(series(shape))
    assert [stream.skill(j) for j in range(7)] == pytest.approx(shape["skills"], abs=1e-6)
    with pytest.raises(ValueError):
        stream.skill(7)


def test_a_missing_sample_makes_a_batch_metric_unknown():
    for bad in (math.nan, math.inf, 1e101):
        x = np.sin(np.arange(200.0))
        x[100] = bad
        assert lattice.coherence(x, 0.05, 100) is None
        assert lattice.bunching(x) is None
        assert lattice.compression_ratio(x, 0.1) is None
        assert lattice.horizon(x, 0.1) is None
        assert lattice.field_of(x) == lattice.PHI


def test_stillness_says_what_is_not_judged():
    x = 0.5 + 0.004 * (-1.0) ** np.arange(100)
    assert lattice.bunching(x) == pytest.approx(-1, abs=1e-9)
    assert lattice.bunching(x, lattice.BUSY_SHARE) == 0
    assert lattice.bunching(0.02 + x / 100, lattice.Stillness(edge=0.03)) == 0


def test_task_coherence():
    dice = np.random.default_rng(4)
    steady = lattice.task_coherence([0.006] * 60, 0.01 + 0.004 * np.sin(np.arange(60) / 6))
    random = lattice.task_coherence(dice.exponential(0.006, 4000), dice.exponential(0.01, 4000))
    assert steady.coherence > 0.9
    assert random.coherence < 0.1
    # The original's threshold does not refuse it: white noise passes.
    assert random.share > lattice.ORIGINAL_THRESHOLD
    assert lattice.task_coherence([1.0] * 7, [1.0] * 8) is None
    assert lattice.task_coherence([1.0] * 7 + [-1.0], [1.0] * 8) is None


def test_spectra_of_a_stream_and_what_the_filter_leaves():
    x = np.sin(2 * np.pi * 10 * np.arange(1000) / 100)
    stream = lattice.StreamingSpectrum(100, 100, memory=None)
    assert stream.spectrum() is None
    stream.push(x)
    whole = lattice.welch(x, 100, 100)
    assert np.allclose(stream.spectrum().density, whole.density)
    assert whole.frequency[whole.density.argmax()] == 10
    left = lattice.filtered(whole, 100, "lattice")
    assert left.density[10] / whole.density[10] == pytest.approx(lattice.gain("lattice", 0.1) ** 2)
    assert lattice.passed_share(whole, 100, "lattice") == pytest.approx(lattice.gain("lattice", 0.1), rel=0.02)
    assert math.isnan(lattice.passed_share(lattice.Spectrum(whole.frequency, np.zeros(51)), 100, "lattice"))
    with pytest.raises(ValueError, match="51 frequencies and 50 densities"):
        lattice.filtered(lattice.Spectrum(whole.frequency, whole.density[:-1]), 100, "lattice")


@pytest.mark.parametrize(
    "use, why",
    [
        (lambda: lattice.coherence([1.0], 0, 100), "tau is 0"),
        (lambda: lattice.coherence([1.0], 1, math.inf), "rate is inf"),
        (lambda: lattice.coherence([1.0], 1, 1, -1), "floor is -1"),
        (lambda: lattice.bunching([1.0], lam=0), "lam is 0"),
        (lambda: lattice.compression_ratio([1.0], 0), "quantum is 0"),
        (lambda: lattice.horizon([1.0], 1, 0), "octaves is 0"),
        (lambda: lattice.horizon([1.0], 1, 21), "octaves is 21"),
        (lambda: lattice.StreamingBunching(window=1), "window is 1"),
        (lambda: lattice.StreamingCoherence(1, 1, window=2.5), "window is 2.5"),
        (lambda: lattice.StreamingField(window=0), "window is 0"),
        (lambda: lattice.welch([1.0], 1, 1), "segment is 1"),
        (lambda: lattice.StreamingSpectrum(0), "rate is 0"),
    ],
)
def test_arguments_that_make_no_sense_are_named(use, why):
    with pytest.raises(ValueError, match=why):
        use()
