import type { Load } from '../work/job.js';
import { Random } from '../work/random.js';

const period = 1000 / 30;
const pictures = 'IBBPBBPBBPBBPBB';
const workOf = { I: 14, P: 6, B: 4 };

/** 30 Hz video: GOP IBBPBBPBBPBBPBB, I 14, P 6, B 4 ms · exp(N(0,.1)); deadline = period; m .35. */
export const video30: Load = {
  name: 'video30',
  qos: 'deadline',
  streams(seed, from) {
    const random = new Random(seed, 'video30');
    let frame = 0;
    return [
      {
        name: 'video30',
        kind: 'open',
        scored: true,
        next() {
          const arrival = from + frame * period;
          const picture = pictures[frame++ % pictures.length];
          const mean = picture === 'I' ? workOf.I : picture === 'P' ? workOf.P : workOf.B;
          return {
            arrival,
            pieces: [{ work: mean * random.logNormal(0, 0.1), memory: 0.35 }],
            deadline: arrival + period,
          };
        },
      },
    ];
  },
};
