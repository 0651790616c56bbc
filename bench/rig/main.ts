/**
 * `npm run bench:rig [-- --driver acpi-cpufreq,amd-pstate --load frames60,… --governor performance,latticed,… --seeds 101-101 --scale 1 --runs FILE
 * --results FILE]`: energy and quality of service under the kernel's own governors, under simulated firmware, and under latticed above them, on the
 * virtual laptop. With --runs each run is saved in FILE as it ends, and is not played again by a later bench with the same FILE.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { prepareKernel } from '../../test/rig/prepare/kernel.js';
import { prepare } from '../../test/rig/prepare.js';
import { installProduct } from '../../test/rig/product.js';
import { fail, seedsOf } from '../arguments.js';
import { drivers } from './contenders.js';
import { rigLoads } from './plan.js';
import { Records } from './records.js';
import { report } from './report.js';
import { type Session, session } from './session.js';

const { values } = parseArgs({
  options: {
    driver: { type: 'string', default: Object.keys(drivers).join() },
    load: { type: 'string', default: rigLoads.join() },
    governor: { type: 'string' },
    seeds: { type: 'string', default: '101' },
    scale: { type: 'string', default: '1' },
    runs: { type: 'string' },
    results: { type: 'string' },
  },
});

function list<T extends string>(text: string, known: readonly T[]): T[] {
  const found = text.split(',').map(name => known.find(k => k === name));
  if (found.every(name => name !== undefined)) return found;
  fail(`${text}: expected some of ${known.join()}`);
}

const names = Object.keys(drivers) as (keyof typeof drivers)[];
const asked = values.governor?.split(',');
const plan = {
  loads: list(values.load, rigLoads),
  wanted: (governor: string) => asked === undefined || asked.includes(governor),
  seeds: seedsOf(values.seeds),
  scale: Number(values.scale),
};

await prepare();
const product = await installProduct('bench');
const records = new Records(values.runs);
const sessions: Session[] = [];
for (const driver of list(values.driver, names)) sessions.push(await session(driver, product, records, plan));
const text = report({
  seeds: values.seeds,
  scale: plan.scale,
  kernel: (await prepareKernel()).release,
  tables: sessions.map(s => s.table),
  spoiled: sessions.flatMap(s => s.spoiled),
});
console.log(text);
if (values.results !== undefined) writeFileSync(values.results, text);
