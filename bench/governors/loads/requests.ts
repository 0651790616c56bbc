/** Requests at a constant rate and closed loops: what counts is the answer. */
import type { Draw } from './draw.js';
import type { LoadSpec } from './spec.js';

const regular = (name: string, every: number, work: Draw, memory: number): LoadSpec => ({
  name,
  qos: 'latency',
  tasks: [{ name: 'requests', every, work, memory }],
});

const poisson = (name: string, mean: number, work: Draw, memory: number): LoadSpec => ({
  name,
  qos: 'latency',
  tasks: [{ name: 'requests', gap: { exponential: mean }, work, memory }],
});

/** Busy for 70 % of the time at f_max: thinks 3/7 of what it works. */
const closed = (name: string, median: number, memory: number): LoadSpec => ({
  name,
  qos: 'latency',
  tasks: [
    {
      name: 'loop',
      think: { exponential: (median * Math.exp(0.5 ** 2 / 2) * 3) / 7 },
      work: { logNormal: [median, 0.5] },
      memory,
    },
  ],
});

export const requests: readonly LoadSpec[] = [
  regular('rpc10', 100, { logNormal: [12, 0.3] }, 0.2),
  regular('rpc200', 5, { logNormal: [1, 0.2] }, 0.2),
  poisson('poisson40', 25, { logNormal: [5, 0.5] }, 0.25),
  poisson('poisson400', 2.5, { logNormal: [0.8, 0.4] }, 0.3),
  closed('closed70', 10, 0.2),
  closed('closed70_long', 80, 0.4),
  {
    name: 'level_requests',
    qos: 'latency',
    tasks: [
      {
        name: 'requests',
        gap: { exponential: 20 },
        work: { logNormal: [3, 0.4] },
        memory: 0.2,
        levels: { every: 5000, factors: [1, 2] },
      },
    ],
  },
  {
    // The agent waits for its tools between two answers.
    name: 'agent_decode',
    qos: 'latency',
    tasks: [
      {
        name: 'answer',
        think: { logNormal: [700, 0.6] },
        pieces: [
          { work: { logNormal: [60, 0.4] }, memory: 0.1 },
          { work: { uniform: [150, 900] }, memory: 0.85 },
        ],
      },
    ],
  },
  {
    name: 'alternate',
    qos: 'makespan',
    tasks: [
      {
        name: 'alternate',
        think: 0,
        pieces: [
          { work: { uniform: [100, 500] }, memory: 0.05 },
          { work: { uniform: [100, 500] }, memory: 0.85 },
        ],
      },
    ],
  },
];
