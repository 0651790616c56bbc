/** A live pipeline's objects, and what tells two of them apart. */
import type { Pipeline } from '../../../../src/engine/pipeline.js';

/** They show the newest interval; the next reading shows its own. */
export const views = ['Span', 'PolicyReader', 'CpuReader', 'GpuReader', 'OtherReader'];

/** What is made again, or is written before it is read. */
const caches = new Set([
  ...['span', 'policies', 'gpus', 'states', 'others'].map(field => `Reader.${field}`),
  ...['delta', 'columns', 'system', 'right', 'solution'].map(field => `HeatFit.${field}`),
  'Recurring.next',
  'NearTrip.trips',
  'ThermalRule.targets',
  'ProfileRule.made',
  'PlatformProfileRule.made',
  'StandingCapRule.made',
  'BaselineRule.made',
  'OverrideRule.made',
  'PowerCurves.last',
  ...['system', 'column', 'inverse'].map(field => `JointFit.${field}`),
  ...['image', 'used'].map(field => `Information.${field}`),
]);
const cachePaths = /^\.arbiter\.scopes\.values\.\d+\.\d+\.(proposals|bounded)$|^\.maker\.scopes\.values\.\d+\.names$/;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const builtIn = new Set<unknown>([Object, Array, Map, Set, Float64Array, Int32Array]);
const hasClass = (value: object): boolean =>
  Object.getPrototypeOf(value) !== null && !builtIn.has(Object.getPrototypeOf(value).constructor);

/** Children by name; keys and values of a map under numbers. */
function fields(value: object): [string, unknown][] {
  const inner = value instanceof Map ? [...value].flat() : value instanceof Set ? [...value] : value;
  return Object.entries(inner);
}

/** All objects of classes of ours. */
export function partsOf(stages: Pipeline): Set<object> {
  const seen = new Set<object>();
  const parts = new Set<object>();
  const walk = (value: unknown): void => {
    if (!isObject(value) || seen.has(value) || ArrayBuffer.isView(value)) return;
    seen.add(value);
    if (hasClass(value)) parts.add(value);
    for (const [, each] of fields(value)) walk(each);
  };
  walk(stages);
  return parts;
}

/** Where two values differ, numbers to the last bit; caches are left out. What is one object in `a` has to be one in `b`. */
export function difference(a: unknown, b: unknown): string | undefined {
  const pairs = new Map<object, object>();
  const walk = (one: unknown, other: unknown, path: string): string | undefined => {
    if (typeof one === 'function') return undefined;
    if (!isObject(one) || !isObject(other))
      return Object.is(one, other) ? undefined : `${path}: ${String(one)}, but ${String(other)}`;
    const known = pairs.get(one);
    if (known !== undefined) return known === other || !hasClass(one) ? undefined : `${path}: not the same object`;
    pairs.set(one, other);
    if (one === other) return undefined;
    if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return `${path}: another class`;
    const [left, right] = [fields(one), fields(other)];
    if (left.length !== right.length) return `${path}: ${left.length} fields, but ${right.length}`;
    const name = hasClass(one) ? one.constructor.name : '';
    for (const [i, [key, value]] of left.entries()) {
      const [counterpart, found] = right[i] ?? [];
      if (counterpart !== key) return `${path}: ${key}, but ${counterpart}`;
      const where = `${path}.${key}`;
      if (caches.has(`${name}.${key}`) || cachePaths.test(where)) continue;
      const differs = walk(value, found, where);
      if (differs !== undefined) return differs;
    }
    return undefined;
  };
  return walk(a, b, '');
}

/** What is no plain data in it. */
export function notPlain(saved: unknown, path = ''): string | undefined {
  if (typeof saved === 'function' || typeof saved === 'symbol') return `${path}: a ${typeof saved}`;
  if (!isObject(saved) || ArrayBuffer.isView(saved)) return undefined;
  if (!Array.isArray(saved) && Object.getPrototypeOf(saved) !== Object.prototype) return `${path}: has a class`;
  for (const [key, each] of Object.entries(saved)) {
    const found = notPlain(each, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
