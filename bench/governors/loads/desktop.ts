/** What a laptop does for most of its day. */
import type { LoadSpec, TaskSpec } from './spec.js';

const cursor: TaskSpec = { name: 'cursor', every: 500, work: { logNormal: [0.8, 0.2] }, memory: 0.2 };
const timers: TaskSpec = { name: 'timers', gap: { exponential: 250 }, work: { logNormal: [0.2, 0.5] }, memory: 0.2 };

export const desktop: readonly LoadSpec[] = [
  {
    name: 'near_idle',
    qos: 'latency',
    tasks: [
      cursor,
      { ...timers, scored: false },
      { name: 'mail', every: 20_000, phase: 5000, work: { logNormal: [40, 0.4] }, memory: 0.3, scored: false },
    ],
  },
  {
    name: 'typing',
    qos: 'latency',
    tasks: [
      { name: 'keys', gap: { logNormal: [180, 0.5] }, work: { logNormal: [5, 0.5] }, memory: 0.2 },
      { ...cursor, scored: false },
      { ...timers, scored: false },
    ],
  },
  {
    name: 'music',
    qos: 'deadline',
    tasks: [
      { name: 'decode', every: 26, work: { logNormal: [1.2, 0.15] }, memory: 0.15, deadline: 26 },
      { ...timers, scored: false },
    ],
  },
  {
    name: 'call',
    qos: 'deadline',
    tasks: [
      { name: 'audio', every: 10, work: { logNormal: [0.6, 0.1] }, memory: 0.2, deadline: 10 },
      { name: 'echo', every: 20, phase: 4, work: { logNormal: [1.1, 0.15] }, memory: 0.2, deadline: 20 },
      { name: 'video', every: 1000 / 30, phase: 7, work: { logNormal: [6, 0.2] }, memory: 0.35, deadline: 1000 / 30 },
    ],
  },
];
