import { describe, expect, it } from 'vitest';
import { variants } from '../../../bench/governors/contenders.js';
import { runKernel } from '../../../bench/governors/kernel-run.js';
import { runLattice } from '../../../bench/governors/lattice-run.js';
import { felt } from '../../../bench/governors/promise/felt.js';
import { qosLoss } from '../../../bench/governors/qos.js';
import { parseDocument } from '../../../bench/governors/rtapp/document.js';
import { rtAppLoad } from '../../../bench/governors/rtapp/load.js';
import { summary } from '../../../bench/governors/statistics.js';
import { cpuLoads, type LoadName } from '../../../src/machine/simulated/loads/loads.js';
import { platforms } from '../../../src/machine/simulated/physics/model-json.js';
import type { Load } from '../../../src/machine/simulated/work/job.js';

const lattice = variants.lattice ?? { base: 'schedutil' };

/** A picture loop without a clock: work, then a rest, so that a slower picture puts off all that follow. */
const restless: Load = {
  name: 'restless',
  qos: 'beats',
  streams: () => [],
  programs: () => {
    const text = '{"tasks":{"loop":{"loop":-1,"run":8000,"sleep":16000}},"global":{"duration":-1}}';
    return rtAppLoad('restless', parseDocument(text, 'restless')).programs?.(0, 0) ?? [];
  },
};

/** Two minutes on the simulated laptop: energy and loss of quality against `performance`, shares. */
function compared(name: LoadName, seed = 3) {
  const open = { load: cpuLoads[name], seed, length: 120_000 };
  const first = runKernel(platforms.laptop, 'performance', open);
  const work = open.load.qos === 'makespan' ? { ...open, jobs: first.responses.length } : open;
  const performance = runKernel(platforms.laptop, 'performance', work);
  const ours = runLattice({ machine: 'laptop' }, lattice, work);
  return { saved: 1 - ours.energy / performance.energy, loss: qosLoss(work.load, ours, performance), ours, work };
}

describe('the daemon’s own code on the simulated laptop', () => {
  it('paces video without missing a picture', () => {
    const { saved, loss } = compared('video30');
    expect(saved).toBeGreaterThan(0.4);
    expect(loss).toBeLessThan(0.01);
  });

  it('does not take for paced what comes regularly only while the clock is high', () => {
    const work = { load: restless, seed: 1, length: 120_000 };
    const pieces = (o: { readonly deadlines: number }) => o.deadlines;
    const full = pieces(runKernel(platforms.laptop, 'performance', work));
    expect(pieces(runLattice({ machine: 'laptop' }, lattice, work))).toBeGreaterThan(0.95 * full);
  });

  it('saves on memory-bound work what 5 % of time is worth', () => {
    const { saved, loss } = compared('membound');
    expect(saved).toBeGreaterThan(0.35);
    expect(loss).toBeLessThan(0.05);
  });

  it('keeps requests as fast as promised, where schedutil does not', () => {
    const runs = [1, 2, 3, 4, 5, 6].map(seed => compared('reqserver', seed));
    expect(Math.min(...runs.map(r => r.saved))).toBeGreaterThan(0.05);
    expect(summary(runs.map(r => r.loss)).mean).toBeLessThan(0.05);
  });

  it('answers requests at most D later where that is promised, and saves a fifth', () => {
    const promised = variants['lattice in milliseconds'] ?? lattice;
    for (const seed of [1, 2, 3]) {
      const work = { load: cpuLoads.reqserver, seed, length: 60_000 };
      const performance = runKernel(platforms.laptop, 'performance', work);
      const ours = runLattice({ machine: 'laptop' }, promised, work);
      expect(1 - ours.energy / performance.energy).toBeGreaterThan(0.2);
      const { later } = felt({ ...work, closed: [] }, ours, performance);
      expect(later?.worst).toBeLessThanOrEqual(4);
      expect(later?.worst).toBeGreaterThan(0.5);
    }
  });

  it('does the same again from the same seed', () => {
    const { ours, work } = compared('hpc_phases');
    expect(runLattice({ machine: 'laptop' }, lattice, work).energy).toBe(ours.energy);
  });
});
