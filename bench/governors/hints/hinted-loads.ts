import { cpuLoads } from '../../../src/machine/simulated/loads/loads.js';
import type { Load } from '../../../src/machine/simulated/work/job.js';
import { built } from '../loads/build.js';
import { dailyLoads } from '../loads/daily.js';
import type { TaskHint } from './told.js';

/** A load of which some task says what it needs. */
export interface HintedLoad {
  readonly load: Load;
  readonly hints: readonly TaskHint[];
}

const daily = (name: string): Load => {
  const load = dailyLoads.find(l => l.name === name);
  if (load === undefined) throw new RangeError(`${name}: expected a daily load`);
  return load;
};

/** Reads, works and waits for the disk: a batch that is not busy all the time. */
const backup = built({
  name: 'backup',
  qos: 'makespan',
  tasks: [{ name: 'backup', think: { exponential: 15 }, work: { logNormal: [25, 0.4] }, memory: 0.2 }],
});

/** A sensor that is read and has to be answered within 8 of 40 ms. */
const control = built({
  name: 'control25',
  qos: 'deadline',
  tasks: [{ name: 'control', every: 40, work: { logNormal: [4, 0.2] }, memory: 0.2, deadline: 8 }],
});

export const inMilliseconds: readonly HintedLoad[] = [
  { load: cpuLoads.frames60, hints: [{ name: 'frames60', deadline: 1000 / 60 }] },
  { load: daily('frames_half'), hints: [{ name: 'frames', deadline: 1000 / 120 }] },
  { load: daily('frames48'), hints: [{ name: 'frames', deadline: 700 / 48 }] },
  { load: daily('frames120'), hints: [{ name: 'frames', deadline: 600 / 120 }] },
  { load: daily('frames240'), hints: [{ name: 'frames', deadline: 1000 / 240 }] },
  { load: daily('game144'), hints: [{ name: 'game', deadline: 1000 / 144 }] },
  { load: control, hints: [{ name: 'control', deadline: 8 }] },
  { load: daily('frames_and_work'), hints: [{ name: 'frames', deadline: 1000 / 60 }] },
  { load: cpuLoads.ui_bursts, hints: [{ name: 'ui_bursts.frames', deadline: 1000 / 60 }] },
  { load: daily('poisson40'), hints: [{ name: 'requests', latency: 2 }] },
  { load: daily('rpc50'), hints: [{ name: 'rpc', latency: 2 }] },
  { load: daily('film_click'), hints: [{ name: 'requests', latency: 1 }] },
  { load: cpuLoads.compile, hints: [{ name: 'compile', batch: true }] },
  { load: backup, hints: [{ name: 'backup', batch: true }] },
];

export const inPercent: readonly HintedLoad[] = [
  { load: cpuLoads.reqserver, hints: [{ name: 'reqserver', latency: 2 }] },
  { load: daily('poisson40'), hints: [{ name: 'requests', latency: 2 }] },
  { load: daily('frames_half'), hints: [{ name: 'frames', deadline: 1000 / 120 }] },
  { load: cpuLoads.compile, hints: [{ name: 'compile', batch: true }] },
  { load: backup, hints: [{ name: 'backup', batch: true }] },
];
