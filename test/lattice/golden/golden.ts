import { readFileSync } from 'node:fs';

interface Shape {
  readonly x: readonly number[];
  readonly coherence: Readonly<Record<string, number>>;
  readonly bunching: number;
  readonly cycles: number;
  readonly compression: number;
  readonly horizon: number;
  readonly skills: readonly (number | null)[];
  readonly field: number;
}

interface Golden {
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly spectrum: Readonly<Record<string, { readonly frequency: number[]; readonly density: number[] }>>;
  readonly regularizer: readonly { readonly shape: number[]; readonly x: number[]; readonly z: number[] }[];
  readonly smooth: readonly { readonly lambda: number; readonly x: number[]; readonly z: number[] }[];
  readonly rice: {
    readonly parameter: readonly (readonly [number, number])[];
    readonly wild: { readonly x: number[]; readonly bits: number };
  };
  readonly walk: { readonly x: number[]; readonly field: number };
}

/** What make.py beside this computed independently; run it to make golden.json anew. */
export const golden: Golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8'));

/** The shapes of THEORY's check list: fs = 100 Hz, N = 256. */
export const shapes = Object.entries(golden.shapes).map(([name, shape]) => ({
  name,
  ...shape,
  x: Float64Array.from(shape.x),
}));

export function shape(name: string): Float64Array {
  const found = shapes.find(s => s.name === name);
  if (found === undefined) throw new Error(`no shape ${name}`);
  return found.x;
}
