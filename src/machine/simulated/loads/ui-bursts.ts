import type { Load } from '../work/job.js';
import { Random } from '../work/random.js';

const period = 1000 / 60;
const memory = 0.2;

/**
 * A desktop on one core: a UI loop at 60 Hz, 3 ms · exp(N(0,.15)), deadline = period, and bursts beside it, arrivals exponential with mean 700 ms,
 * work min(400, 60·exp(N(0,.6))) ms, latency; m .2. A governor that paces the loop must not slow the bursts.
 */
export const uiBursts: Load = {
  name: 'ui_bursts',
  qos: 'mixed',
  streams(seed, from) {
    const random = new Random(seed, 'ui_bursts');
    const bursts = new Random(seed, 'ui_bursts.bursts');
    let frame = 0;
    return [
      {
        name: 'ui_bursts.frames',
        kind: 'open',
        scored: true,
        next() {
          const arrival = from + frame++ * period;
          const work = 3 * random.logNormal(0, 0.15);
          return { arrival, pieces: [{ work, memory }], deadline: arrival + period };
        },
      },
      {
        name: 'ui_bursts.bursts',
        kind: 'open',
        scored: true,
        next: after => ({
          arrival: after + bursts.exponential(700),
          pieces: [{ work: Math.min(400, 60 * bursts.logNormal(0, 0.6)), memory }],
        }),
      },
    ];
  },
};
