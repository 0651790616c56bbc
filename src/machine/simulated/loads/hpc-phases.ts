import type { Load } from '../work/job.js';
import { Random } from '../work/random.js';

/** A solver that alternates: 1500·exp(N(0,.4)) ms, m .85, then 800·exp(N(0,.4)) ms, m .1; no gap. */
export const hpcPhases: Load = {
  name: 'hpc_phases',
  qos: 'makespan',
  streams(seed) {
    const random = new Random(seed, 'hpc_phases');
    let phase = 0;
    return [
      {
        name: 'hpc_phases',
        kind: 'closed',
        scored: true,
        next(after) {
          const [work, memory] = phase++ % 2 === 0 ? [1500, 0.85] : [800, 0.1];
          return { arrival: after, pieces: [{ work: work * random.logNormal(0, 0.4), memory }] };
        },
      },
    ];
  },
};
