/**
 * `npm run bench:governors [-- --seeds 101-108 --scale 1 --platform laptop,server,gpu --load frames60,… --governor lattice,… --data FOLDER --loads
 * FILE --json FILE --results FILE --without-upkeep --hints]`: energy and quality of service of every governor on the simulated machines (bench/README.md). A
 * folder of measured data (rtapp/, load/, cpu/) adds its loads, which --load accepts too, and a report of how well the simulator's power curves fit
 * it; each of its clusters is a platform of its own (freqbench/SOC/VARIANT/CPU). With --hints: what applications gain that say what they need (hints/report.ts), and nothing else.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { cpuLoads } from '../../src/machine/simulated/loads/loads.js';
import type { Load } from '../../src/machine/simulated/work/job.js';
import { fail, seedsOf } from '../arguments.js';
import { curveReport } from './curves/report.js';
import { dataLoads } from './data/loads.js';
import { hintReport } from './hints/report.js';
import { measureHot } from './hot.js';
import { dailyLoads } from './loads/daily.js';
import { fileLoads } from './loads/file.js';
import { measure } from './measure.js';
import { Memo } from './memo.js';
import { type BenchPlatform, dailyPlatforms, measuredPlatforms, modelPlatforms } from './platforms.js';
import { report } from './report.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    scale: { type: 'string', default: '1' },
    platform: { type: 'string' },
    load: { type: 'string' },
    loads: { type: 'string' },
    data: { type: 'string' },
    governor: { type: 'string' },
    json: { type: 'string' },
    results: { type: 'string' },
    'without-upkeep': { type: 'boolean' },
    hints: { type: 'boolean' },
  },
});

/** There are many daily platforms and loads: by default they get fewer seeds, and always shorter runs. */
const usualSeeds = { model: '101-108', daily: '101-104' };
const dailyLength = 0.4;
const seeds = seedsOf(values.seeds ?? usualSeeds.model);
const dailySeeds = seedsOf(values.seeds ?? usualSeeds.daily);
const scale = Number(values.scale);
const upkeep = values['without-upkeep'] !== true;
const only = values.governor?.split(',');
const own = values.loads === undefined ? [] : await ownLoads(values.loads);
const usual: readonly Load[] = [
  ...Object.values(cpuLoads),
  ...(values.data === undefined ? [] : dataLoads(values.data)),
];
/** Measured platforms only if they are named: there are many. */
const platforms = chosen(values.platform, [
  ...modelPlatforms,
  ...dailyPlatforms,
  ...(values.platform === undefined || values.data === undefined ? [] : measuredPlatforms(values.data)),
]);

const loadsOf = (platform: BenchPlatform): readonly Load[] => [
  ...(platform.loads ?? usual),
  ...(platform.alone === undefined ? [] : dailyLoads),
  ...(platform.loads === undefined ? own : []),
];
/** What the list names on any of the platforms. */
const named = new Set(chosen(values.load, [...new Set(platforms.flatMap(loadsOf))]));

if (values.hints === true) {
  const progress = (what: string): void => void process.stderr.write(`${what}\n`);
  console.log(hintReport({ platforms, seeds: dailySeeds, scale: scale * dailyLength, progress }));
  process.exit();
}

const memo = new Memo();
const measured = platforms.map(platform => ({
  platform,
  results: loadsOf(platform)
    .filter(load => named.has(load))
    .map(load => {
      process.stderr.write(`${platform.name} ${load.name}\n`);
      const plan = platform.alone === undefined ? { seeds, scale } : { seeds: dailySeeds, scale: scale * dailyLength };
      return { load, rows: measure({ platform, load, ...plan, upkeep, only, memo }) };
    }),
}));
const tables = measured.filter(m => m.platform.alone === undefined);
const daily = measured.filter(m => m.platform.alone !== undefined);
// A run of selected governors or loads leaves these out.
const whole = only === undefined && values.load === undefined;
const hot = whole && tables.length > 0 ? measureHot(seeds.slice(0, 3), scale, upkeep) : [];
const curves = values.data === undefined || tables.length === 0 ? [] : curveReport(values.data);
const head = { seeds: values.seeds ?? usualSeeds.model, scale };
const text = report({
  ...head,
  options: shownOptions(),
  tables,
  daily: { tables: daily, seeds: values.seeds ?? usualSeeds.daily, length: scale * dailyLength },
  hot,
  curves,
});
console.log(text);
if (values.results !== undefined) writeFileSync(values.results, text);
if (values.json !== undefined) {
  const plain = measured.map(({ platform, results }) => ({
    platform: platform.name,
    loads: Object.fromEntries(results.map(r => [r.load.name, r.rows])),
  }));
  writeFileSync(values.json, `${JSON.stringify({ ...head, tables: plain, hot, curves }, undefined, 1)}\n`);
}

async function ownLoads(path: string): Promise<Load[]> {
  try {
    return await fileLoads(path);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

/** The options as they were typed, but for where the data lies and where the results go. */
function shownOptions(): string[] {
  const { json: _, results: __, data, ...shown } = values;
  return Object.entries({ ...shown, ...(data === undefined ? {} : { data: 'FOLDER' }) })
    .filter(([name, value]) => value !== false && !(name === 'scale' && value === '1'))
    .flatMap(([name, value]) => (value === true ? [`--${name}`] : [`--${name}`, String(value)]));
}

/** The items of `all` that the list names, `laptop-epp/` for all that begin so; all of them without a list. */
function chosen<T extends { readonly name: string }>(text: string | undefined, all: readonly T[]): T[] {
  if (text === undefined) return [...all];
  return text.split(',').flatMap(wanted => {
    const found = all.filter(({ name }) => name === wanted || (wanted.endsWith('/') && name.startsWith(wanted)));
    if (found.length === 0) fail(`${wanted}: expected one of ${all.map(one => one.name).join(', ')}`);
    return found;
  });
}
