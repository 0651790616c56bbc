import { ControlError, errnoOf } from '../control/protocol/errors.js';
import { contextOf, type GlobalOptions } from './context.js';
import { exitFailed, exitOk, exitUsage, Failure, UsageError } from './exit.js';
import type { Dispatch } from './program.js';
import { harmlessLines } from './render/harmless.js';

/** Runs one command line and returns its exit code; errors go to stderr as one line. */
export async function main(argv: readonly string[]): Promise<number> {
  // A reader may stop early (`latticectl decisions | head`): that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(exitOk);
  });
  try {
    const get = quickGet(argv);
    return get === undefined ? await parseAndRun(argv) : await runGet(get);
  } catch (error) {
    process.stderr.write(`latticectl: ${harmlessLines(describeError(error))}\n`);
    return error instanceof UsageError ? exitUsage : exitFailed;
  }
}

async function parseAndRun(argv: readonly string[]): Promise<number> {
  let code: number = exitOk;
  const dispatch: Dispatch = async ({ load }, globals, options) => {
    const { run } = await load();
    code = await run(contextOf(globals), options);
  };
  const { parse } = await import('./program.js');
  return (await parse(argv, dispatch)) ?? code;
}

async function runGet(globals: GlobalOptions): Promise<number> {
  const { run } = await import('./commands/steer/get.js');
  return run(contextOf(globals));
}

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
  // The parser refuses a value that is missing or looks like an option.
  return gets === 1 && ![stateDir, runtimeDir].some(d => d?.startsWith('-'))
    ? { json, stateDir, runtimeDir }
    : undefined;
}

/** An error for stderr: an expected one in one line, a fault of ours with its stack, so that it can be reported. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const expected =
    error instanceof Failure ||
    error instanceof UsageError ||
    error instanceof ControlError ||
    error.name === 'JournalError' ||
    errnoOf(error);
  return expected ? error.message : (error.stack ?? error.message);
}
