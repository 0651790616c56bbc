import { loaders } from './commands.js';
import { contextOf } from './context.js';
import { exitFailed, exitOk, exitUsage, UsageError } from './exit.js';
import type { Dispatch } from './program.js';
import { quickGet } from './quick.js';
import { harmlessLines } from './render/harmless.js';
import { describeError } from './report-error.js';

/** Runs one command line and returns its exit code; errors go to stderr as one line. */
export async function main(argv: readonly string[]): Promise<number> {
  // Whoever reads us may stop early (`latticectl decisions | head`): that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(exitOk);
  });
  let code: number = exitOk;
  const dispatch: Dispatch = async (name, globals, options) => {
    const { run } = await loaders[name]();
    code = await run(contextOf(globals), options);
  };
  try {
    const get = quickGet(argv);
    if (get !== undefined) await dispatch('get', get, {});
    else {
      const { parsed } = await import('./parsed.js');
      code = (await parsed(argv, dispatch)) ?? code;
    }
    return code;
  } catch (error) {
    process.stderr.write(`latticectl: ${harmlessLines(describeError(error))}\n`);
    return error instanceof UsageError ? exitUsage : exitFailed;
  }
}
