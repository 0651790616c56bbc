import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Measures what users run: the built helper and the built daemon. */
const product = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
export const helper = product('native/build/lattice-helper');
export const standIn = product('test/fixtures/nvidia-smi-stand-in/main.mjs');
export const latticed = product('dist/latticed.js');
export const latticectl = product('dist/latticectl.js');
export const fleetRules = product('docs/fleet/lattice.rules.yml');

/** The Node flags of the unit file: `… /usr/bin/node FLAGS /usr/lib/lattice/dist/latticed.js …`. */
export const engineFlags: readonly string[] = flagsOf(readFileSync(product('systemd/latticed.service'), 'utf8'));

function flagsOf(unit: string): string[] {
  const [, flags] = /^ExecStart=.*\/node (.*) \S*latticed\.js/m.exec(unit) ?? [];
  if (flags === undefined) throw new Error('latticed.service: expected flags for Node in ExecStart');
  return flags.split(' ');
}
