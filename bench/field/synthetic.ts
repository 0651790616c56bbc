/** Streams whose law is known: intervals of about 16 ms, in units of 1024 ns. */
import { phi } from '../../src/lattice/filters/resolvent.js';
import type { Random } from '../../src/machine/simulated/work/random.js';

type Make = (random: Random, length: number) => number[];

const level = 16_000;
/** A walk begins high enough never to come to 0. */
const high = 20 * level;
const noise = 800;
const longest = 2 ** 24;

const series = (length: number, at: (i: number) => number): number[] => Array.from({ length }, (_, i) => at(i));

/** A random walk seen through noise of `lambda` times the variance of its steps. */
const walk =
  (lambda: number): Make =>
  (random, length) => {
    let at = high;
    return series(length, () => {
      at += random.normal(0, noise / Math.sqrt(lambda));
      return random.normal(at, noise);
    });
  };

export const synthetic: Readonly<Record<string, Make>> = {
  'independent, 5 %': (random, length) => series(length, () => random.normal(level, noise)),
  exponential: (random, length) => series(length, () => random.exponential(level)),
  'periodic, wake-ups late by 5 %': (random, length) => {
    let late = 0;
    return series(length, () => {
      const before = late;
      late = random.normal(0, noise);
      return level + late - before;
    });
  },
  'long and short in turns': (random, length) => series(length, i => random.normal(i % 2 === 0 ? 11_000 : 5700, 100)),
  bursts: (random, length) => series(length, i => random.exponential(i % 24 < 12 ? 30_000 : 400)),
  'another level each 100, 5 %': (random, length) => {
    let mean = level;
    return series(length, i => {
      if (i % 100 === 0) mean = level * random.logNormal(0, 0.5);
      return random.normal(mean, noise);
    });
  },
  'random walk': (random, length) => {
    let at = high;
    return series(length, () => {
      at += random.normal(0, noise);
      return at;
    });
  },
  'walk in noise, λ = φ': walk(phi),
  'walk in noise, λ = 10': walk(10),
  'walk in noise, λ = 100': walk(100),
  'independent, with a 0 and the longest': (random, length) =>
    series(length, i => (i === 100 ? 0 : i === 250 ? longest : random.normal(level, noise))),
};
