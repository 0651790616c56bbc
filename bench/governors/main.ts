/**
 * `npm run bench:governors [-- --seeds 101-108 --scale 1 --platform laptop,server --load frames60,… --governor lattice,… --json FILE
 * --results FILE]`: energy and quality of service of every governor on the simulated machines.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { cpuLoads, type LoadName } from '../../src/machine/simulated/core/loads.js';
import type { MachineName } from '../../src/machine/simulated/machines.js';
import { measureHot } from './hot.js';
import { measure, type Row } from './measure.js';
import { report, type Table } from './report.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '101-108' },
    scale: { type: 'string', default: '1' },
    platform: { type: 'string', default: 'laptop,server' },
    load: { type: 'string', default: Object.keys(cpuLoads).join() },
    governor: { type: 'string' },
    json: { type: 'string' },
    results: { type: 'string' },
  },
});

const [first = 1, last = first] = values.seeds.split('-').map(Number);
const seeds = Array.from({ length: last - first + 1 }, (_, i) => first + i);
const isLoad = (name: string): name is LoadName => name in cpuLoads;
const isPlatform = (name: string): name is MachineName => name === 'laptop' || name === 'server';

function list<T extends string>(text: string, known: (name: string) => name is T): T[] {
  const names = text.split(',');
  const found = names.filter(known);
  if (found.length === names.length) return found;
  console.error(`unknown among ${text}`);
  process.exit(2);
}

const scale = Number(values.scale);
const tables: Table[] = [];
for (const platform of list(values.platform, isPlatform)) {
  const rows = new Map<LoadName, Row[]>();
  for (const name of list(values.load, isLoad)) {
    process.stderr.write(`${platform} ${name}\n`);
    rows.set(name, measure({ platform, load: cpuLoads[name], seeds, scale, only: values.governor?.split(',') }));
  }
  tables.push({ platform, rows });
}
// Who asks for some governors only does not ask for this.
const hot = values.governor === undefined ? measureHot(seeds.slice(0, 3), scale) : [];
const bench = { seeds: values.seeds, scale, tables, hot };
const text = report(bench);
console.log(text);
if (values.results !== undefined) writeFileSync(values.results, text);
if (values.json !== undefined) {
  const plain = tables.map(({ platform, rows }) => ({ platform, loads: Object.fromEntries(rows) }));
  writeFileSync(values.json, `${JSON.stringify({ ...bench, tables: plain }, undefined, 1)}\n`);
}
