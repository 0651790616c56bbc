/**
 * `npm run bench:governors [-- --seeds 101-108 --scale 1 --platform laptop,server,gpu --load frames60,… --governor lattice,… --data FOLDER --json
 * FILE --results FILE]`: energy and quality of service of every governor on the simulated machines. A folder of measured data (rtapp/, load/, cpu/)
 * adds its loads, which --load accepts too, and a report of how well the simulator's power curves fit it; each of its clusters is a platform of its
 * own (freqbench/SOC/VARIANT/CPU).
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { cpuLoads } from '../../src/machine/simulated/loads/loads.js';
import type { Load } from '../../src/machine/simulated/work/job.js';
import { seedsOf } from '../arguments.js';
import { curveReport } from './curves/report.js';
import { dataLoads } from './data/loads.js';
import { measureHot } from './hot.js';
import { measure } from './measure.js';
import { measuredPlatforms, modelPlatforms } from './platforms.js';
import { report, type Table } from './report.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '101-108' },
    scale: { type: 'string', default: '1' },
    platform: { type: 'string' },
    load: { type: 'string' },
    data: { type: 'string' },
    governor: { type: 'string' },
    json: { type: 'string' },
    results: { type: 'string' },
    'without-upkeep': { type: 'boolean' },
  },
});

const seeds = seedsOf(values.seeds);
const loads: readonly Load[] = [
  ...Object.values(cpuLoads),
  ...(values.data === undefined ? [] : dataLoads(values.data)),
];
/** Measured platforms only if they are named: there are many. */
const platforms =
  values.platform === undefined || values.data === undefined
    ? modelPlatforms
    : [...modelPlatforms, ...measuredPlatforms(values.data)];

/** The items of `all` that the list names; all of them without a list. */
function chosen<T>(text: string | undefined, all: readonly T[], name: (one: T) => string): T[] {
  if (text === undefined) return [...all];
  return text.split(',').map(wanted => {
    const found = all.find(one => name(one) === wanted);
    if (found === undefined) throw new RangeError(`${wanted}: expected one of ${all.map(name).join(', ')}`);
    return found;
  });
}

const scale = Number(values.scale);
const upkeep = values['without-upkeep'] !== true;
const tables: Table[] = chosen(values.platform, platforms, p => p.name).map(platform => ({
  platform: platform.name,
  results: chosen(values.load, platform.loads ?? loads, load => load.name).map(load => {
    process.stderr.write(`${platform.name} ${load.name}\n`);
    return { load, rows: measure({ platform, load, seeds, scale, upkeep, only: values.governor?.split(',') }) };
  }),
}));
// A run of selected governors only leaves this out.
const hot = values.governor === undefined ? measureHot(seeds.slice(0, 3), scale, upkeep) : [];
const curves = values.data === undefined ? [] : curveReport(values.data);
const bench = { seeds: values.seeds, scale, tables, hot, curves };
const text = report(bench);
console.log(text);
if (values.results !== undefined) writeFileSync(values.results, text);
if (values.json !== undefined) {
  const plain = tables.map(({ platform, results }) => ({
    platform,
    loads: Object.fromEntries(results.map(r => [r.load.name, r.rows])),
  }));
  writeFileSync(values.json, `${JSON.stringify({ ...bench, tables: plain }, undefined, 1)}\n`);
}
