/** Pictures at the rates of screens and cameras, and the same with a change of level or with other work on top. */
import type { LoadSpec, TaskSpec } from './spec.js';

interface Pictures {
  readonly rate: number;
  /** Mean work as a share of the period, and its spread. */
  readonly share: number;
  readonly sd?: number;
  /** Deadline as a share of the period. */
  readonly due?: number;
  readonly memory?: number;
}

const pictures = ({ rate, share, sd = 0.15, due = 1, memory = 0.25 }: Pictures): TaskSpec => ({
  name: 'frames',
  every: 1000 / rate,
  work: { logNormal: [(share * 1000) / rate, sd] },
  memory,
  deadline: (due * 1000) / rate,
});

const load = (name: string, of: Pictures): LoadSpec => ({ name, qos: 'deadline', tasks: [pictures(of)] });

export const frames: readonly LoadSpec[] = [
  load('frames24', { rate: 24, share: 0.3, sd: 0.2, memory: 0.35 }),
  load('frames30', { rate: 30, share: 0.55 }),
  load('frames48', { rate: 48, share: 0.35, due: 0.7 }),
  load('frames90', { rate: 90, share: 0.4 }),
  load('frames120', { rate: 120, share: 0.25, due: 0.6 }),
  load('frames120_heavy', { rate: 120, share: 0.55 }),
  load('frames165', { rate: 165, share: 0.35 }),
  load('frames240', { rate: 240, share: 0.3, memory: 0.15 }),
  {
    name: 'level_frames',
    qos: 'deadline',
    tasks: [{ ...pictures({ rate: 60, share: 0.2 }), levels: { every: 4000, factors: [1, 2, 1, 0.5] } }],
  },
  {
    name: 'frames_and_work',
    qos: 'mixed',
    tasks: [
      pictures({ rate: 60, share: 0.2 }),
      { name: 'now and then', gap: { exponential: 5000 }, work: { logNormal: [80, 0.5], most: 400 }, memory: 0.3 },
    ],
  },
];
