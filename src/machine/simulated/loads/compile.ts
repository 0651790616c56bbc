import type { Load } from '../work/job.js';
import { Random } from '../work/random.js';

/** A build: units back to back, work min(3000, 300·exp(N(0,.8))) ms, m = N(.3,.12) clipped to [.05,.6], gap exponential, mean 5 ms. */
export const compile: Load = {
  name: 'compile',
  qos: 'makespan',
  streams(seed) {
    const random = new Random(seed, 'compile');
    return [
      {
        name: 'compile',
        kind: 'closed',
        scored: true,
        next: after => ({
          arrival: after + random.exponential(5),
          pieces: [
            {
              work: Math.min(3000, 300 * random.logNormal(0, 0.8)),
              memory: Math.min(0.6, Math.max(0.05, random.normal(0.3, 0.12))),
            },
          ],
        }),
      },
    ];
  },
};
