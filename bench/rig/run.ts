/** One load under one contender on a booted virtual laptop, always from the same start: cold, limits open, a daemon without learned state. */

import { Latticed } from '../../test/rig/daemon.js';
import type { Guest } from '../../test/rig/guest.js';
import { readJournal } from '../../test/rig/journal.js';
import { CPUS } from '../../test/rig/layout.js';
import { CPUFREQ } from '../../test/rig/limits.js';
import type { Product } from '../../test/rig/product.js';
import { playScript } from '../../test/rig/script.js';
import type { Served } from '../governors/job-log.js';
import type { Contender } from './contenders.js';
import { type Decided, decided } from './decided.js';
import { type Script, textOf } from './script.js';

/** The result of one run. */
export interface Run extends Served {
  /** J of the package and s, while jobs were scored. */
  readonly energy: number;
  readonly seconds: number;
  /** Share of that time in which CPU 0 worked, and its mean clock in it, GHz. */
  readonly busy: number;
  readonly clock: number;
  /** Share of the playing time in which the host kept the emulated CPU from running, as far as the load could measure it. */
  readonly disturbed: number;
  /** latticed's runs only. */
  readonly decided?: Decided;
}

/** The lowest clock makes a closed script take six times as long; a run that takes longer than that with some margin has hung. */
const slowest = 6;
const patience = 120_000;

export async function run(guest: Guest, product: Product, contender: Contender, script: Script): Promise<Run> {
  await choose(guest, contender);
  guest.physics.thermal.cool();
  const daemon = contender.latticed ? await Latticed.start(guest, product, `bench-${++count}`, 'balanced') : undefined;
  const run = await played(guest, script);
  if (daemon === undefined) return run;
  await daemon.stop();
  const { decisions, events } = await readJournal(guest, daemon.stateDir);
  return { ...run, decided: decided(decisions, events) };
}

let count = 0;

async function choose(guest: Guest, { governor, epp }: Contender): Promise<void> {
  for (let cpu = 0; cpu < CPUS; cpu += 1) {
    const policy = `${CPUFREQ}/policy${cpu}`;
    await guest.writeFile(`${policy}/scaling_governor`, governor);
    if (epp !== undefined) await guest.writeFile(`${policy}/energy_performance_preference`, epp);
  }
}

async function played(guest: Guest, script: Script): Promise<Run> {
  const { scored } = guest.physics;
  const { lead, scored: length } = script.length;
  scored.reset();
  const from = performance.now();
  const result = await playScript(guest, textOf(script), slowest * (lead + length) + patience);
  return {
    responses: result.responses,
    deadlines: result.deadlines,
    late: result.missed,
    finished: result.windowMs,
    energy: scored.joules,
    seconds: scored.seconds,
    busy: scored.busySeconds / scored.seconds,
    clock: scored.cycles / scored.busySeconds / 1e9,
    disturbed: result.takenMs / (performance.now() - from),
  };
}
