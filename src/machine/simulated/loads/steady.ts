import type { Load } from '../work/job.js';

/** 500 ms of one kind of work after the other, .5 ms apart: nothing is random, so closed forms hold. */
export const steady = (name: string, memory: number): Load => ({
  name,
  qos: 'makespan',
  streams() {
    let gap = 0;
    return [
      {
        name,
        kind: 'closed',
        scored: true,
        next(after) {
          const arrival = after + gap;
          gap = 0.5;
          return { arrival, pieces: [{ work: 500, memory }] };
        },
      },
    ];
  },
});

/** Compute-bound: m .05. */
export const compute = steady('compute', 0.05);
/** Memory-bound: m .8. */
export const membound = steady('membound', 0.8);
