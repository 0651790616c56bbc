import type { Load } from '../work/job.js';
import { Random } from '../work/random.js';

/** A language model on a GPU: arrivals exponential, mean 6 s; prefill 80·exp(N(0,.4)) ms, m .05, then decode U(1500, 5000) ms, m .9, as one request. */
export const gpuLlm: Load = {
  name: 'gpu_llm',
  qos: 'latency',
  streams(seed) {
    const random = new Random(seed, 'gpu_llm');
    return [
      {
        name: 'gpu_llm',
        kind: 'open',
        scored: true,
        next: after => ({
          arrival: after + random.exponential(6000),
          pieces: [
            { work: 80 * random.logNormal(0, 0.4), memory: 0.05 },
            { work: 1500 + 3500 * random.uniform(), memory: 0.9 },
          ],
        }),
      },
    ];
  },
};
