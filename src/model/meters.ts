/**
 * Which energy counters make the total, of what, and how sure that is. Nobody else adds counters up.
 *
 * 1. A counter that never moves is no meter.
 * 2. A package is counted as a whole, or as the sum of its dies. Cores, graphics and a second register set of it (`.mmio`) are inside of it.
 * 3. Its DRAM is not: where it is metered, the total is packages and memory.
 * 4. The whole platform (psys) is counted in their stead, if it says no less than they do: on some machines it counts nothing or a part.
 * 5. Where neither moves: what cores and memory say, and it is at least that much.
 */

export interface Meter {
  /** `packages and memory`, `psys`. */
  readonly what: string;
  /** Whether more is used there than is counted: a package whose counter stands still beside one that moves. */
  readonly sure: 'whole' | 'at least';
  /** Names of the counters that are added up. */
  readonly domains: readonly string[];
}

/** A power or energy that counters were added up to. */
export interface Total extends Omit<Meter, 'domains'> {
  readonly sum: number;
}

/** Of what packages and memory say, psys has to say this share to be trusted, and to stay trusted. */
const trusted = 0.95;
const stillTrusted = 0.8;

const packageOf = /^package(\d+)$/;
const dieOf = /^package(\d+)\.die\d+$/;
const memoryOf = /^package(\d+)(\.die\d+)?\.dram$/;
const coresOf = /^package\d+(\.die\d+)?\.core$/;
const platform = /^psys\d*$/;

/** Whether a journal's series of this name may be part of a total: what charts ask for. */
export const mayCount = (domain: string): boolean =>
  [packageOf, dieOf, memoryOf, platform].some(pattern => pattern.test(domain));

/** Whether it is the name of a total. */
export const isTotal = (name: string): boolean => platform.test(name) || Object.values(names).some(n => n === name);

const names = {
  packages: 'packages',
  both: 'packages and memory',
  cores: 'cores',
  rest: 'cores and memory',
  memory: 'memory',
};

/** The meter for what each counter (`package0`, `package0.die1.dram`, `psys`) used over some time; `before`: the one in use, for as long as it will do. */
export function meterOf(used: ReadonlyMap<string, number>, before?: Meter): Meter | undefined {
  const moving = [...used].filter(([, energy]) => energy > 0).map(([name]) => name);
  const packages = wholes(moving, packageOf, dieOf);
  const memory = memories(moving);
  const parts = packages.length > 0 ? packages : moving.filter(name => coresOf.test(name));
  const domains = [...parts, ...memory];
  const psys = greatest(moving, used);
  const share = before !== undefined && before.domains[0] === psys ? stillTrusted : trusted;
  if (psys !== undefined && (used.get(psys) ?? 0) >= share * sumOf(domains, used))
    return { what: psys, sure: 'whole', domains: [psys] };
  if (domains.length === 0) return undefined;
  const still = wholes([...used.keys()], packageOf, dieOf).length > packages.length;
  const sure = packages.length === 0 || still ? 'at least' : 'whole';
  return { what: named(packages.length > 0, parts.length > 0, memory.length > 0), sure, domains };
}

/** What the meter's counters come to; undefined where one of them is not there. */
export function totalOf(meter: Meter | undefined, values: ReadonlyMap<string, number>): Total | undefined {
  if (meter === undefined || !meter.domains.every(name => values.has(name))) return undefined;
  return { what: meter.what, sure: meter.sure, sum: sumOf(meter.domains, values) };
}

/** What one package used, of the counters of now: itself, or all of its dies. */
export function packageTotal(number: number, values: ReadonlyMap<string, number>): number | undefined {
  const own = values.get(`package${number}`);
  if (own !== undefined) return own;
  const dies = [...values.keys()].filter(name => dieOf.exec(name)?.[1] === String(number));
  return dies.length === 0 ? undefined : sumOf(dies, values);
}

/** What memory outside of the packages used, of the counters of now; undefined where none of them is there. */
export function memoryTotal(values: ReadonlyMap<string, number>): number | undefined {
  const found = memories([...values.keys()]);
  return found.length === 0 ? undefined : sumOf(found, values);
}

function named(packages: boolean, parts: boolean, memory: boolean): string {
  if (packages) return memory ? names.both : names.packages;
  if (parts) return memory ? names.rest : names.cores;
  return names.memory;
}

/** Those of a package as a whole, and the dies of packages that have no counter of their own. */
function wholes(all: readonly string[], whole: RegExp, part: RegExp): string[] {
  const packages = all.filter(name => whole.test(name));
  const known = new Set(packages.map(name => whole.exec(name)?.[1]));
  return [...packages, ...all.filter(name => part.test(name) && !known.has(part.exec(name)?.[1]))];
}

function memories(all: readonly string[]): string[] {
  const found = all.filter(name => memoryOf.test(name));
  const ofPackages = found.filter(name => memoryOf.exec(name)?.[2] === undefined);
  const known = new Set(ofPackages.map(name => memoryOf.exec(name)?.[1]));
  return found.filter(name => ofPackages.includes(name) || !known.has(memoryOf.exec(name)?.[1]));
}

/** Of several packages' view of the one platform the one that sees most. */
function greatest(moving: readonly string[], used: ReadonlyMap<string, number>): string | undefined {
  let best: string | undefined;
  for (const name of moving)
    if (platform.test(name) && (best === undefined || (used.get(name) ?? 0) > (used.get(best) ?? 0))) best = name;
  return best;
}

const sumOf = (domains: readonly string[], values: ReadonlyMap<string, number>): number =>
  domains.reduce((sum, name) => sum + (values.get(name) ?? 0), 0);
