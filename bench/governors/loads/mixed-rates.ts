/** Loads on which a governor that takes "regular" for "needed by the next period", or that looks ten times a second, goes wrong. */
import type { LoadSpec, TaskSpec } from './spec.js';

const hertz = (rate: number): number => 1000 / rate;
const requests: TaskSpec = {
  name: 'requests',
  gap: { uniform: [8000, 16_000] },
  work: { logNormal: [60, 0.4] },
  memory: 0.2,
};

/** Back to back, compute-bound and memory-bound, `ms` each. */
const flip = (ms: number): LoadSpec => ({
  name: `flip${ms}`,
  qos: 'makespan',
  tasks: [
    {
      name: 'flip',
      think: 0,
      pieces: [
        { work: ms, memory: 0.05 },
        { work: ms, memory: 0.9 },
      ],
    },
  ],
});

export const mixedRates: readonly LoadSpec[] = [
  {
    name: 'lull_burst',
    qos: 'latency',
    tasks: [{ name: 'frames', every: hertz(60), work: { logNormal: [3, 0.1] }, memory: 0.2, scored: false }, requests],
  },
  {
    name: 'film_click',
    qos: 'latency',
    tasks: [{ name: 'film', every: hertz(24), work: { logNormal: [7, 0.2] }, memory: 0.35, scored: false }, requests],
  },
  {
    name: 'frames_half',
    qos: 'deadline',
    tasks: [
      { name: 'frames', every: hertz(60), work: { logNormal: [4, 0.15] }, memory: 0.25, deadline: hertz(60) / 2 },
    ],
  },
  {
    name: 'rpc50',
    qos: 'latency',
    tasks: [{ name: 'rpc', every: 20, work: { logNormal: [5, 0.1] }, memory: 0.2 }],
  },
  {
    name: 'alias10',
    qos: 'latency',
    tasks: [{ name: 'poll', every: 100, phase: 3, work: { logNormal: [20, 0.3] }, memory: 0.5 }],
  },
  ...[100, 150, 200, 300, 500].map(flip),
  {
    name: 'game144',
    qos: 'deadline',
    tasks: [
      {
        name: 'game',
        every: hertz(144),
        work: { rare: 0.01, times: 2, of: { logNormal: [0.35 * hertz(144), 0.12] } },
        memory: 0.2,
        deadline: hertz(144),
      },
    ],
  },
  {
    name: 'audio5',
    qos: 'deadline',
    tasks: [{ name: 'audio', every: 5, work: { logNormal: [0.4, 0.05] }, memory: 0.2, deadline: 5 }],
  },
  {
    name: 'video30_compile',
    qos: 'mixed',
    tasks: [
      {
        name: 'video',
        every: hertz(30),
        work: { cycle: [14, 4, 4, 6, 4, 4, 6, 4, 4, 6, 4, 4, 6, 4, 4], times: { logNormal: [1, 0.1] } },
        memory: 0.35,
        deadline: hertz(30),
      },
      {
        name: 'compile',
        think: { exponential: 5 },
        work: { logNormal: [300, 0.8], most: 3000 },
        memory: { normal: [0.3, 0.12], least: 0.05, most: 0.6 },
      },
    ],
  },
  {
    // Firmware that sags at 0.69 of the top has it busy for 98 % of a frame.
    name: 'sag_frames',
    qos: 'deadline',
    tasks: [
      {
        name: 'render',
        every: hertz(30),
        work: { logNormal: [21, 0.15] },
        memory: 0.25,
        deadline: hertz(30),
        split: { ms: 1, sleep: 0.02 },
      },
    ],
  },
];
