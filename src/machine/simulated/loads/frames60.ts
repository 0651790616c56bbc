import type { Load } from '../work/job.js';
import { Random } from '../work/random.js';

const period = 1000 / 60;
const correlation = 0.98;
const drift = 0.2;

/** 60 Hz frames: work 6 ms · exp(AR1(.98, stationary sd .2) + N(0,.15) − .03), 1 % of frames × 2.2; deadline = period; m .25. */
export const frames60: Load = {
  name: 'frames60',
  qos: 'deadline',
  streams(seed, from) {
    const random = new Random(seed, 'frames60');
    let level = random.normal(0, drift);
    let frame = 0;
    return [
      {
        name: 'frames60',
        kind: 'open',
        scored: true,
        next() {
          const arrival = from + frame++ * period;
          const usual = 6 * Math.exp(level + random.normal(0, 0.15) - 0.03);
          level = correlation * level + random.normal(0, drift * Math.sqrt(1 - correlation ** 2));
          const work = random.uniform() < 0.01 ? usual * 2.2 : usual;
          return { arrival, pieces: [{ work, memory: 0.25 }], deadline: arrival + period };
        },
      },
    ];
  },
};
