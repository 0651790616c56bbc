import { type Command, CommanderError } from 'commander';
import { separated } from './arguments/launch-arguments.js';
import { exitOk, exitUsage } from './exit.js';
import { type Dispatch, program } from './program.js';

/** Parses a command line and dispatches it; resolves with an exit code where parsing it was all that there was to do. */
export async function parsed(argv: readonly string[], dispatch: Dispatch): Promise<number | undefined> {
  const root = program(dispatch);
  for (const command of withSubcommands(root)) {
    command.exitOverride().configureOutput({ outputError: (text, write) => write(usageLine(text)) });
  }
  try {
    await root.parseAsync([...separated(argv)], { from: 'user' });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitOk : exitUsage;
    throw error;
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
