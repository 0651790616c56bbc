import type { Load } from '../work/job.js';
import { Random } from '../work/random.js';

/** Training on a GPU: 220 ms, m .15, and 80 ms, m .95, alternating, each · exp(N(0,.05)), no gap. */
export const gpuTrain: Load = {
  name: 'gpu_train',
  qos: 'makespan',
  streams(seed) {
    const random = new Random(seed, 'gpu_train');
    let turn = 0;
    return [
      {
        name: 'gpu_train',
        kind: 'closed',
        scored: true,
        next(after) {
          const piece = turn++ % 2 === 0 ? { work: 220, memory: 0.15 } : { work: 80, memory: 0.95 };
          return { arrival: after, pieces: [{ ...piece, work: piece.work * random.logNormal(0, 0.05) }] };
        },
      },
    ];
  },
};
