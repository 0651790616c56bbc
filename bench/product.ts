import { fileURLToPath } from 'node:url';

/** What is measured is what users run: the built helper and the built daemon. */
const product = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
export const helper = product('native/build/lattice-helper');
export const standIn = product('test/fixtures/nvidia-smi-stand-in/main.mjs');
export const latticed = product('dist/latticed.js');
export const latticectl = product('dist/latticectl.js');
export const fleetRules = product('docs/fleet/lattice.rules.yml');
