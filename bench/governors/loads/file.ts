/** Loads of an ES module that somebody else wrote (bench/README.md). */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { JobStream, Load } from '../../../src/machine/simulated/work/job.js';
import { Random } from '../../../src/machine/simulated/work/random.js';
import { built } from './build.js';
import { loadSchema } from './schema.js';

const version = 1;
/** So many jobs of each stream are looked at before it is run. */
const looked = 200;
const kinds: readonly Load['qos'][] = ['deadline', 'latency', 'makespan', 'mixed'];

/** Draws of a stream of that name, for loads that are code. */
type Draws = (name: string) => Random;

interface CodedLoad {
  readonly name: string;
  readonly qos: Load['qos'];
  readonly length?: number | undefined;
  streams(seed: number, from: number, draws: Draws): readonly JobStream[];
}

/** Throws a TypeError that says what was found where, and what was expected. */
export async function fileLoads(path: string): Promise<Load[]> {
  const module: Record<string, unknown> = await import(pathToFileURL(resolve(path)).href);
  if ((module.version ?? version) !== version)
    throw new TypeError(`${path}: version ${String(module.version)}: expected ${version}`);
  const found = module.loads ?? module.default;
  if (!Array.isArray(found)) throw new TypeError(`${path}: expected an array as \`loads\` or as the default export`);
  const loads = found.map((item: unknown, i) => loadOf(item, `${path}: loads[${i}]`));
  const twice = loads.find((load, i) => loads.findIndex(l => l.name === load.name) < i);
  if (twice !== undefined) throw new TypeError(`${path}: ${twice.name}: expected a different name for each load`);
  return loads;
}

function loadOf(item: unknown, where: string): Load {
  const load = isCoded(item) ? coded(item, where) : described(item, where);
  for (const [i, stream] of load.streams(1, 0).entries()) examine(stream, `${where}.streams[${i}]`);
  return load;
}

function described(item: unknown, where: string): Load {
  const { data, error } = loadSchema.safeParse(item);
  if (data !== undefined) return built(data);
  const [issue] = error.issues;
  const place = (issue?.path ?? []).map(p => (typeof p === 'number' ? `[${p}]` : `.${String(p)}`)).join('');
  throw new TypeError(`${where}${place}: ${issue?.message}`);
}

const isCoded = (item: unknown): item is CodedLoad =>
  typeof item === 'object' && item !== null && 'streams' in item && typeof item.streams === 'function';

function coded(load: CodedLoad, where: string): Load {
  const { name, qos, length } = load;
  if (typeof name !== 'string' || name === '') throw new TypeError(`${where}: expected a name`);
  if (!kinds.includes(qos)) throw new TypeError(`${where}.qos: ${String(qos)}: expected one of ${kinds.join(', ')}`);
  const streams: Load['streams'] = (seed, from) =>
    load.streams(seed, from, stream => new Random(seed, `${name}.${stream}`));
  return { name, qos, streams, ...(length === undefined ? {} : { length }) };
}

/** Looks at the first jobs: a wrong one would end a run of minutes somewhere in the simulator. */
function examine(stream: JobStream, where: string): void {
  const refuse = (what: string): never => {
    throw new TypeError(`${where}: ${what}`);
  };
  if (typeof stream.name !== 'string') refuse('expected a name');
  if (stream.kind !== 'open' && stream.kind !== 'closed')
    refuse(`kind ${String(stream.kind)}: expected open or closed`);
  if (typeof stream.scored !== 'boolean') refuse('scored: expected true or false');
  let after = 0;
  let total = 0;
  for (let n = 0; n < looked && after < Number.POSITIVE_INFINITY; n++) {
    const { arrival, pieces, deadline } = stream.next(after);
    if (!(arrival >= after)) refuse(`job ${n} arrives at ${arrival}: expected ${after} or later`);
    if (!Array.isArray(pieces) || pieces.length === 0) refuse(`job ${n}: expected pieces`);
    for (const { work, memory } of pieces) {
      if (!(work >= 0 && work < Number.POSITIVE_INFINITY && memory >= 0 && memory <= 1))
        refuse(`job ${n}: work ${work} and memory ${memory}: expected ms at f_max, and a share`);
      total += work;
    }
    if (deadline !== undefined && !(deadline >= arrival)) refuse(`job ${n}: its deadline is before its arrival`);
    after = arrival;
  }
  if (after === 0 && (stream.kind === 'open' || total === 0)) refuse(`${looked} jobs take no time: expected some`);
}
