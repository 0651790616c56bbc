import type { Load } from '../work/job.js';
import { Random } from '../work/random.js';

/** AI inference on the CPU: arrivals exponential, mean 2.6 s; prefill 150·exp(N(0,.3)) ms, m .1, then decode 8 ms · U{30..149}, m .85, as one request. */
export const aiCpu: Load = {
  name: 'ai_cpu',
  qos: 'latency',
  streams(seed) {
    const random = new Random(seed, 'ai_cpu');
    return [
      {
        name: 'ai_cpu',
        kind: 'open',
        scored: true,
        next: after => ({
          arrival: after + random.exponential(2600),
          pieces: [
            { work: 150 * random.logNormal(0, 0.3), memory: 0.1 },
            { work: 8 * random.integer(30, 149), memory: 0.85 },
          ],
        }),
      },
    ];
  },
};
