import type { GlobalOptions } from './context.js';

/**
 * The options of a plain `get`, which bars and scripts run again and again; undefined for every other command line. Loading the parser takes half
 * as long as starting Node.
 */
export function quickGet(argv: readonly string[]): GlobalOptions | undefined {
  let gets = 0;
  let json = false;
  let stateDir: string | undefined;
  let runtimeDir: string | undefined;
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i];
    if (word === 'get') gets++;
    else if (word === '--json') json = true;
    else if (word === '--state-dir') stateDir = argv[++i] ?? '-';
    else if (word === '--runtime-dir') runtimeDir = argv[++i] ?? '-';
    else return undefined;
  }
  // A value that is missing or looks like an option is the parser's to tell of.
  return gets === 1 && ![stateDir, runtimeDir].some(d => d?.startsWith('-'))
    ? { json, stateDir, runtimeDir }
    : undefined;
}
