"""The same numbers as the TypeScript library, `lattice-governor/lattice`, to 1e-12 (float64), 1e-5 (float32) and to the bit (fixed point)."""

import json
import subprocess

import numpy as np
import pytest

import lattice

ASK = """
const all = await import(process.argv[1]);
const { series, runs, sleeps, whole } = JSON.parse(await new Promise(done => {
  let text = '';
  process.stdin.on('data', part => { text += part; }).on('end', () => done(text));
}));
const x = Float64Array.from(series);
const stream = (made, from) => { for (const sample of from) made.push(sample); return made; };
const spectrum = all.welch(x, 100, 50);
console.log(JSON.stringify({
  smooth: [...all.smooth(x, 2.5)],
  regularize: [...all.regularize({ data: x, shape: [x.length / 100, 4, 25] }).data],
  causal: stream(new all.CausalFilter(), x).value,
  fixed: stream(new all.FixedPointFilter(), whole).raw,
  coherence: all.coherence(x, 0.05, 100),
  bunching: all.bunching(x),
  compression: all.compressionRatio(x, 0.1),
  horizon: all.horizon(x, 0.01),
  field: all.fieldOf(x),
  task: all.taskCoherence(Float64Array.from(runs), Float64Array.from(sleeps)),
  streams: [
    stream(new all.StreamingCoherence(0.05, 100), x).value,
    stream(new all.StreamingBunching(all.anySignal), x).value,
    stream(new all.StreamingCompression(0.1), x).value,
    stream(new all.StreamingField(), x).value,
    stream(new all.StreamingHorizon(0.01), x).skill(0),
  ],
  density: [...spectrum.density],
  share: all.passedShare(spectrum, 100, 'radian'),
  numbers: ['cycles', 'radian', 'lattice'].flatMap(r => [all.wavenumber(r, 0.3), all.gainAt(r, 0.3, 2), all.whiteShare(r, 2), all.whiteGain(r, 2)]),
  pole: [all.pole(3), all.newestWeight(3), all.timeConstant(3), all.lambdaAt(0.1, 30), all.fftFrequency(5, 9), all.fixedWeight(3)],
}));
"""


@pytest.fixture(scope="module", params=[1, 2, 3])
def both(request):
    root = request.config.rootpath.parents[1]
    library = root / "dist/lattice/index.js"
    assert library.exists(), "dist/lattice is missing: npm run build"
    dice = np.random.default_rng(request.param)
    given = {
        "series": (np.cumsum(dice.standard_normal(500)) + 3 * dice.standard_normal(500)).tolist(),
        "runs": dice.lognormal(0, 0.3, 80).tolist(),
        "sleeps": np.abs(np.cumsum(dice.standard_normal(80))).tolist(),
        "whole": dice.integers(-(2**19), 2**19, 300).tolist(),
    }
    command = ["node", "--input-type=module", "-e", ASK, str(library)]
    answer = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=True)
    return given, json.loads(answer.stdout)


def close(found, expected):
    assert np.allclose(found, expected, rtol=1e-12, atol=1e-12)


def test_filters(both):
    given, theirs = both
    x = np.array(given["series"])
    close(lattice.smooth(x, 2.5), theirs["smooth"])
    close(lattice.regularize(x.reshape(5, 4, 25)).ravel(), theirs["regularize"])
    single = lattice.regularize(x.reshape(5, 4, 25).astype(np.float32)).ravel()
    assert np.allclose(single, theirs["regularize"], rtol=1e-5, atol=1e-5 * np.abs(x).max())
    causal = lattice.CausalFilter()
    causal.push(x)
    close(causal.value, theirs["causal"])
    fixed = lattice.FixedPointFilter()
    fixed.push(given["whole"])
    assert fixed.raw == theirs["fixed"]


def test_metrics(both):
    given, theirs = both
    x = np.array(given["series"])
    close(lattice.coherence(x, 0.05, 100), theirs["coherence"])
    close(lattice.bunching(x), theirs["bunching"])
    close(lattice.compression_ratio(x, 0.1), theirs["compression"])
    assert lattice.horizon(x, 0.01) == theirs["horizon"]
    close(lattice.field_of(x), theirs["field"])
    close(lattice.task_coherence(given["runs"], given["sleeps"]), [theirs["task"]["coherence"], theirs["task"]["share"]])
    streams = [
        lattice.StreamingCoherence(0.05, 100),
        lattice.StreamingBunching(lattice.ANY_SIGNAL),
        lattice.StreamingCompression(0.1),
        lattice.StreamingField(),
        lattice.StreamingHorizon(0.01),
    ]
    for stream in streams:
        stream.push(x)
    close([*(stream.value for stream in streams[:4]), streams[4].skill(0)], theirs["streams"])


def test_spectra_and_the_operator(both):
    given, theirs = both
    spectrum = lattice.welch(given["series"], 100, 50)
    close(spectrum.density, theirs["density"])
    close(lattice.passed_share(spectrum, 100, "radian"), theirs["share"])
    numbers = [
        number
        for r in lattice.READINGS
        for number in (lattice.wavenumber(r, 0.3), lattice.gain(r, 0.3, 2), lattice.white_share(r, 2), lattice.white_gain(r, 2))
    ]
    close(numbers, theirs["numbers"])
    close(
        [lattice.pole(3), lattice.newest_weight(3), lattice.time_constant(3), lattice.lambda_at(0.1, 30), lattice.fft_frequency(5, 9)],
        theirs["pole"][:5],
    )
    assert lattice.fixed_weight(3) == theirs["pole"][5]
