import type { Load } from '../work/job.js';
import { Random } from '../work/random.js';

const memory = 0.2;

/** A person at work: arrivals exponential, mean 830 ms, work min(600, 25·exp(N(0,1))) ms; beside it 1 ms of housekeeping every 100 ms; m .2. */
export const interactive: Load = {
  name: 'interactive',
  qos: 'latency',
  streams(seed, from) {
    const random = new Random(seed, 'interactive');
    let tick = 0;
    return [
      {
        name: 'interactive',
        kind: 'open',
        scored: true,
        next: after => ({
          arrival: after + random.exponential(830),
          pieces: [{ work: Math.min(600, 25 * random.logNormal(0, 1)), memory }],
        }),
      },
      {
        name: 'interactive.housekeeping',
        kind: 'open',
        scored: false,
        next: () => ({ arrival: from + tick++ * 100, pieces: [{ work: 1, memory }] }),
      },
    ];
  },
};
