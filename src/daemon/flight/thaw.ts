import { deserialize } from 'node:v8';
import { classKey, functionMark } from './freeze.js';

/** Classes by name, as the image names them. */
export type Classes = ReadonlyMap<string, { readonly prototype: object }>;

/** Functions of readings that are kept only to be compared with the next: nobody may call them any more. */
const gone = (): never => {
  throw new Error('a function of an object that was frozen, expected nobody to call it');
};

/**
 * Makes frozen objects anew. `into` is an object of the same kind that was just made: it is filled with what was frozen and keeps its own
 * functions, so that a closure goes on referring to the object that it was made for.
 */
export class Thaw {
  /** What was frozen, by name. */
  readonly parts: Readonly<Record<string, unknown>>;
  private readonly classes: Classes;
  private readonly made = new Map<object, unknown>();

  constructor(image: Uint8Array, classes: Classes) {
    const root: unknown = deserialize(image);
    if (typeof root !== 'object' || root === null) throw new Error('the image of what the rules knew is damaged');
    this.parts = { ...root };
    this.classes = classes;
  }

  part<T>(name: string, into?: T): T {
    return this.thaw(this.parts[name], into) as T;
  }

  private thaw(value: unknown, into: unknown): unknown {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
    const known = this.made.get(value);
    if (known !== undefined) return known;
    if (Array.isArray(value)) {
      const out: unknown[] = [];
      this.made.set(value, out);
      const before: readonly unknown[] = Array.isArray(into) ? into : [];
      for (const [i, each] of value.entries()) out.push(this.thaw(each, before[i]));
      return out;
    }
    if (value instanceof Map) {
      const out = new Map();
      this.made.set(value, out);
      for (const [key, each] of value) out.set(this.thaw(key, undefined), this.thaw(each, undefined));
      return out;
    }
    if (value instanceof Set) {
      const out = new Set();
      this.made.set(value, out);
      for (const each of value) out.add(this.thaw(each, undefined));
      return out;
    }
    if (functionMark in value) return typeof into === 'function' ? into : gone;
    return this.object(value, typeof into === 'object' && into !== null ? into : undefined);
  }

  private object(value: object, into: object | undefined): object {
    const { [classKey]: name, ...fields } = { [classKey]: undefined, ...value };
    const out = this.shell(name, into);
    this.made.set(value, out);
    for (const [key, each] of Object.entries(fields)) {
      const before: unknown = into === undefined ? undefined : Reflect.get(into, key);
      Reflect.defineProperty(out, key, {
        value: this.thaw(each, before),
        writable: true,
        enumerable: true,
        configurable: true,
      });
    }
    return out;
  }

  private shell(name: unknown, into: object | undefined): object {
    if (name === undefined) return {};
    if (into?.constructor.name === name) return into;
    const known = this.classes.get(String(name));
    if (known === undefined) throw new Error(`class ${name}, expected one of model, lattice or governor`);
    return Object.create(known.prototype);
  }
}
