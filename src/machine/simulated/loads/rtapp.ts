import type { JobStream, Load } from '../work/job.js';
import { Random } from '../work/random.js';

/** Period and work, ms. */
const tasks = [
  { period: 20, work: 3 },
  { period: 50, work: 6 },
  { period: 100, work: 8 },
];

/** Three periodic tasks 20/3, 50/6, 100/8 ms, work · N(1,.05) (at least 0), deadline = period; m .1. */
export const rtapp: Load = {
  name: 'rtapp',
  qos: 'deadline',
  streams: (seed, from) =>
    tasks.map(({ period, work }): JobStream => {
      const name = `rtapp.${period}ms`;
      const random = new Random(seed, name);
      let turn = 0;
      return {
        name,
        kind: 'open',
        scored: true,
        next() {
          const arrival = from + turn++ * period;
          const jittered = work * Math.max(0, random.normal(1, 0.05));
          return { arrival, pieces: [{ work: jittered, memory: 0.1 }], deadline: arrival + period };
        },
      };
    }),
};
