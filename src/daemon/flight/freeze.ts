import { serialize } from 'node:v8';

/** Key under which a frozen object's class stands. */
export const classKey = '#class';
/** What stands for a function: the one of the object that is thawed into takes its place. */
export const functionMark = '#function';

/**
 * Everything that can be reached from `root`, as bytes: numbers bit for bit, what is shared or refers to itself stays so. Of objects with a class
 * its name is kept, of functions only that there was one (thaw.ts).
 */
export const freeze = (root: unknown): Buffer => serialize(plain(root, new Map()));

function plain(value: unknown, seen: Map<object, unknown>): unknown {
  if (typeof value === 'function') return { [functionMark]: true };
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) {
    const out: unknown[] = [];
    seen.set(value, out);
    for (const each of value) out.push(plain(each, seen));
    return out;
  }
  if (value instanceof Map) {
    const out = new Map();
    seen.set(value, out);
    for (const [key, each] of value) out.set(plain(key, seen), plain(each, seen));
    return out;
  }
  if (value instanceof Set) {
    const out = new Set();
    seen.set(value, out);
    for (const each of value) out.add(plain(each, seen));
    return out;
  }
  const out: Record<string, unknown> = {};
  seen.set(value, out);
  if (value.constructor !== Object) out[classKey] = value.constructor.name;
  for (const [key, each] of Object.entries(value)) out[key] = plain(each, seen);
  return out;
}
