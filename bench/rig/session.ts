/** All runs of one driver in one boot: each load under each contender, repeated if the host disturbed a run. */
import { cpuLoads, type LoadName } from '../../src/machine/simulated/loads/loads.js';
import { boot } from '../../test/rig/boot.js';
import type { Variant } from '../../test/rig/guest/options.js';
import type { Guest } from '../../test/rig/guest.js';
import type { Product } from '../../test/rig/product.js';
import { type Contender, drivers } from './contenders.js';
import { lengthOf } from './plan.js';
import type { Records } from './records.js';
import { type Run, run } from './run.js';
import { type Script, scriptOf, unavoidable } from './script.js';
import { rowsOf, type Table } from './table.js';

export interface Plan {
  readonly loads: readonly LoadName[];
  readonly wanted: (governor: string) => boolean;
  readonly seeds: readonly number[];
  readonly scale: number;
}

/** A run counts if `performance` misses at most this share of the deadlines that it could keep. */
const disturbance = 0.002;
const attempts = 3;

export interface Session {
  readonly table: Table;
  readonly spoiled: readonly string[];
}

export async function session(driver: Variant, product: Product, records: Records, plan: Plan): Promise<Session> {
  const { pmu, contenders } = drivers[driver];
  const spoiled: string[] = [];
  const rows = new Map<LoadName, ReturnType<typeof rowsOf>>();
  let guest: Guest | undefined;
  const play = async (contender: Contender, script: Script): Promise<Run> => {
    guest ??= await boot({ variant: driver, name: `bench-${driver}`, pmu, precedence: true });
    return run(guest, product, contender, script);
  };
  for (const load of plan.loads) {
    const runs = new Map<string, Run[]>();
    for (const contender of contenders.filter(c => plan.wanted(c.name))) {
      const list: Run[] = [];
      for (const seed of plan.seeds) {
        const script = scriptOf(cpuLoads[load], seed, lengthOf(load, plan.scale));
        const key = { driver, load, governor: contender.name, seed, scale: plan.scale };
        const known = records.find(key);
        const result = known ?? (await undisturbed(contender, script, play));
        if (known === undefined) records.add({ ...key, run: result });
        if (missedNeedlessly(contender, script, result)) spoiled.push(`${driver}, ${load}, seed ${seed}`);
        list.push(result);
        process.stderr.write(`${driver} ${load} ${contender.name} ${seed}: ${result.energy.toFixed(1)} J\n`);
      }
      runs.set(contender.name, list);
    }
    rows.set(load, rowsOf(load, runs));
  }
  await guest?.kill();
  return { table: { driver, rows }, spoiled };
}

async function undisturbed(
  contender: Contender,
  script: Script,
  play: (contender: Contender, script: Script) => Promise<Run>,
): Promise<Run> {
  let best = await play(contender, script);
  for (let i = 1; i < attempts && missedNeedlessly(contender, script, best); i += 1) {
    const next = await play(contender, script);
    if (next.late < best.late) best = next;
  }
  return best;
}

const missedNeedlessly = ({ name }: Contender, script: Script, { late, deadlines }: Run): boolean =>
  name === 'performance' && deadlines > 0 && late / deadlines - unavoidable(script) > disturbance;
