import { type Command, CommanderError } from 'commander';
import { loaders } from './commands.js';
import { contextOf } from './context.js';
import { exitFailed, exitOk, exitUsage } from './exit.js';
import { separated } from './launch-arguments.js';
import { type Dispatch, program } from './program.js';
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
  const root = program(dispatch);
  for (const command of withSubcommands(root)) {
    command.exitOverride().configureOutput({ outputError: (text, write) => write(usageLine(text)) });
  }
  try {
    await root.parseAsync([...separated(argv)], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitOk : exitUsage;
    process.stderr.write(`latticectl: ${describeError(error)}\n`);
    return exitFailed;
  }
}

const withSubcommands = (command: Command): Command[] => [command, ...command.commands.flatMap(withSubcommands)];

/** commander's message and its suggestion, which come as two lines, in one. */
function usageLine(text: string): string {
  const said = text
    .trim()
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (.*)\?\)$/s, ' (did you mean $1?)');
  return `latticectl: ${said.replaceAll('\n', ' ')}\n`;
}
