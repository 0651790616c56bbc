import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RIG } from './paths.js';

const PATTERN = /^#define RIG_(\w+) (0x[0-9A-Fa-f]+)$/gm;

const registers = new Map(
  [...readFileSync(join(RIG, 'layout.h'), 'utf8').matchAll(PATTERN)].map(([, name, value]) => [name, Number(value)]),
);

/** A #define of layout.h without its RIG_ prefix: the C side and the tables read the same file. */
export function layout(name: string): number {
  const value = registers.get(name);
  if (value === undefined) throw new Error(`layout.h defines no RIG_${name}`);
  return value;
}

export const CPUS = layout('CPUS');

export const hostRegister = (cpu: number, name: string): number =>
  layout('HOST_CPU') + cpu * layout('CPU_STRIDE') + layout(name);

/** Relative to the guest's page. */
export const guestRegister = (cpu: number, name: string): number =>
  layout('GUEST_CPU') - layout('GUEST_PAGE') + cpu * layout('CPU_STRIDE') + layout(name);
