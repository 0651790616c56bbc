import { Command, CommanderError } from 'commander';
import { packageVersion } from '../control/version.js';
import { suggestion } from '../model/people/nearest.js';
import type { GlobalOptions } from './context.js';
import { exitOk, exitUsage } from './exit.js';
import type { CommandEntry } from './registry/command.js';
import { registry } from './registry/registry.js';

/** Runs the chosen command, whose module is loaded only then. */
export type Dispatch = <Options>(
  entry: Pick<CommandEntry<Options>, 'name' | 'load'>,
  globals: GlobalOptions,
  options: Options,
) => Promise<void>;

/** Parses a command line and dispatches it; resolves with an exit code where parsing was all there was to do. */
export async function parse(argv: readonly string[], dispatch: Dispatch): Promise<number | undefined> {
  const root = program(dispatch);
  await describeLate(root, argv);
  for (const command of withSubcommands(root)) {
    command.exitOverride().configureOutput({ outputError: (text, write) => write(usageLine(text, argv, root)) });
  }
  const [first, asked] = argv;
  if (first === 'help' && asked !== undefined && !asked.startsWith('-') && !namesOf(root).includes(asked)) {
    process.stderr.write(`latticectl: unknown command '${asked}'${suggestion(asked, namesOf(root))}\n`);
    return exitUsage;
  }
  try {
    await root.parseAsync([...separated(argv)], { from: 'user' });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitOk : exitUsage;
    throw error;
  }
}

/** The whole command line: what help shows and what may be typed. */
function program(dispatch: Dispatch): Command {
  const root = new Command('latticectl')
    .description('Shows what latticed does, why, and whether the kernel agrees.')
    .version(packageVersion(), '-V, --version')
    .option('--state-dir <dir>', 'where the journal lives')
    .option('--runtime-dir <dir>', "where the daemon's control socket lives")
    .option('--json', 'print one JSON document')
    .configureHelp({ showGlobalOptions: true });
  for (const each of registry)
    each.addTo(root, (entry, options) => dispatch(entry, root.opts<GlobalOptions>(), options));
  return root;
}

/** Commands that show what every other command takes. */
const readersOfAll = ['completion', 'manual'];

/** Adds what is expensive to load, where the command line may show it. A word that only looks like a command's name costs time and nothing else. */
async function describeLate(root: Command, argv: readonly string[]): Promise<void> {
  for (const { name, describeLate } of registry) {
    const command = root.commands.find(each => each.name() === name);
    if (command !== undefined && argv.some(word => word === name || readersOfAll.includes(word)))
      await describeLate?.(command);
  }
}

const withSubcommands = (command: Command): Command[] => [command, ...command.commands.flatMap(withSubcommands)];

const withHint = (message: string, hint: string): string => (hint === '' ? message : message.replace(/\.$/, hint));

const namesOf = (command: Command): string[] => command.commands.map(each => each.name());

/** commander's message and its suggestion, which come as two lines, in one; with a suggestion of ours where it has none. */
function usageLine(text: string, argv: readonly string[], root: Command): string {
  const message = text
    .trim()
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (.*)\?\)$/s, ' (did you mean $1?)')
    .replace(
      /((?:value|argument) '(.*?)' is invalid.*Allowed choices are )(.*?)\.?$/s,
      (all, _, word: string, choices: string) => withHint(all, suggestion(word, choices.split(', '))),
    )
    .replace(/^too many arguments for '(.*?)'\..*/s, (all, name: string) => {
      const command = withSubcommands(root).find(each => each.name() === name);
      const word = argv.slice(argv.indexOf(name) + 1).find(each => !each.startsWith('-')) ?? '';
      return withHint(all, command === undefined ? '' : suggestion(word, namesOf(command)));
    });
  return `latticectl: ${message.replaceAll('\n', ' ')}\n`;
}

/** Options of `launch`, and those before it, that take a value. */
const valued = /^(-[pri]|--(profile|reason|appid|max|state-dir|runtime-dir))$/;

/**
 * Sets `--` before the command that `launch` is to run, so that the command keeps its own options (`launch make -j4`). commander could only do so
 * if the shared options were no longer taken after a command's name.
 */
export function separated(argv: readonly string[]): readonly string[] {
  let launch = false;
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '--') return argv;
    if (valued.test(word)) i++;
    else if (word.startsWith('-')) continue;
    else if (launch) return [...argv.slice(0, i), '--', ...argv.slice(i)];
    else if (word === 'launch') launch = true;
    else return argv;
  }
  return argv;
}
