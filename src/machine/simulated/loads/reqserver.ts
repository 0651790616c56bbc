import type { Load } from '../work/job.js';
import { Random } from '../work/random.js';

const meanRate = 0.15;
const swing = 0.4;
const dayMs = 20_000;

/** Request server: Poisson arrivals, rate .15/ms · (1 + .4 sin(2πt/20 s)) by thinning, work 2·exp(N(0,.7) − .245) ms; m .3. */
export const reqserver: Load = {
  name: 'reqserver',
  qos: 'latency',
  streams(seed, from) {
    const random = new Random(seed, 'reqserver');
    const peak = meanRate * (1 + swing);
    return [
      {
        name: 'reqserver',
        kind: 'open',
        scored: true,
        next(after) {
          let arrival = after;
          let rate: number;
          do {
            arrival += random.exponential(1 / peak);
            rate = meanRate * (1 + swing * Math.sin((2 * Math.PI * (arrival - from)) / dayMs));
          } while (random.uniform() * peak >= rate);
          return { arrival, pieces: [{ work: 2 * random.logNormal(-0.245, 0.7), memory: 0.3 }] };
        },
      },
    ];
  },
};
