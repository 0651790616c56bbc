import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { systemConfigPath } from '../../control/paths.js';
import { count, durationOption, moment } from '../arguments/arguments.js';
import {
  type ConfigTask,
  configTasks,
  type ManualPage,
  manualPageNames,
  type Shell,
  schemaName,
  shells,
} from '../arguments/choices.js';
import { command, commandGroup } from './command.js';

const treeOption = 'read a tree at this folder instead of the machine';

/** Commands about configuration, recordings, the machine's health and latticectl itself. */
export const toolCommands = [
  command({
    name: 'config',
    description: 'check the configuration, show what it comes to, or print an annotated default to begin with',
    load: () => import('../commands/self/config.js'),
    describe: (command, run) =>
      command
        .addArgument(new Argument('<task>', 'what to do').choices(configTasks))
        .argument('[file]', `the configuration, with conf.d beside it (default: ${systemConfigPath})`)
        .action((task: ConfigTask, file: string | undefined) => run({ task, file })),
  }),
  command({
    name: 'export',
    description: 'what was measured, for other programs, from the journal',
    load: () => import('../commands/history/export.js'),
    describe: (command, run) =>
      command
        .option('--since <time>', 'from then on: 30m, 1h, 7d, today or a date (default: 1d)', text => moment(text))
        .option('--until <time>', 'up to then (default: now)', text => moment(text))
        .addOption(durationOption('--step <time>', 'one line for each', '1m'))
        .addOption(
          new Option('--format <format>', 'how it is written (default: csv)').choices(['csv', 'jsonl', 'json']),
        )
        .option('--output <file>', 'write it there')
        .action(run),
  }),
  command({
    name: 'replay',
    description: 'what another governor would have decided over what the daemon recorded before an incident',
    load: () => import('../commands/history/replay.js'),
    describe: (command, run) =>
      command
        .argument('[file]', 'a recording')
        .option('--incident <n>', 'the recording of this one', count)
        .option('--list', 'the incidents that are kept')
        .addOption(new Option('--governor <name>', 'which (default: the rules of this version)'))
        .option('--limit <n>', 'show at most so many differences', count, 20)
        .action((file: string | undefined, options) => run({ file, ...options })),
    // The names of all alternatives are known only to the governor's rules.
    describeLate: async command => {
      const { alternatives } = await import('../../engine/replay/alternatives.js');
      command.options.find(option => option.long === '--governor')?.choices(alternatives.map(a => a.name));
    },
  }),
  command({
    name: 'doctor',
    description: 'what this machine offers, what is missing or in the way, and what to do',
    load: () => import('../commands/now/doctor.js'),
    describe: (command, run) => command.option('--root <dir>', treeOption).action(run),
  }),
  command({
    name: 'support',
    description:
      'one file for a bug report: what this machine is, what is found of it and was decided; nothing personal',
    load: () => import('../commands/self/support.js'),
    describe: (command, run) =>
      command
        .option('--root <dir>', treeOption)
        .option('--config <file>', `the configuration that the daemon was started with (default: ${systemConfigPath})`)
        .action(run),
    subcommands: [
      command({
        name: 'unpack',
        description: 'make a folder of the machine in such a file, for --root of doctor, latticed and lattice-helper',
        load: () => import('../commands/self/support-unpack.js'),
        describe: (command, run) =>
          command
            .argument('<file>', 'what support printed')
            .argument('<folder>', 'the folder to make')
            .action((file: string, folder: string) => run({ file, folder })),
      }),
    ],
  }),
  command({
    name: 'verify',
    description: 'whether the kernel has what the daemon wants, or nothing was left behind',
    load: () => import('../commands/now/verify.js'),
  }),
  commandGroup('kernel', "the module with the kernel's governor (experimental; the daemon does not use it)", [
    command({
      name: 'status',
      description: 'what is loaded, what could be, and what is in the way',
      load: () => import('../commands/kernel/status.js'),
    }),
    command({
      name: 'load',
      description: 'load the module; no policy has its governor by that',
      load: () => import('../commands/kernel/load.js'),
    }),
    command({
      name: 'unload',
      description: 'take the module out',
      load: () => import('../commands/kernel/unload.js'),
    }),
    command({
      name: 'trace',
      description: 'make each decision of its tracepoints again, and say which differ',
      load: () => import('../commands/kernel/trace.js'),
      describe: (command, run) =>
        command.argument('<file>', 'what tracefs printed').action((file: string) => run({ file })),
    }),
  ]),
  command({
    name: 'completion',
    description: 'what completes the command line in a shell: source it, or put it where the shell looks',
    load: () => import('../commands/self/completion.js'),
    describe: (command, run) =>
      command
        .addArgument(new Argument('<shell>', 'which').choices(shells))
        .action((shell: Shell) => run({ shell, root: rootOf(command) })),
  }),
  command({
    name: 'manual',
    description: 'a manual page, to be read with `man -l -`, or the JSON Schema of the control socket',
    load: () => import('../commands/self/manual.js'),
    describe: (command, run) =>
      command
        .addArgument(pageArgument())
        .action((page: ManualPage | typeof schemaName) => run({ page, root: rootOf(command) })),
  }),
  command({
    name: 'version',
    description: 'versions of this program and of the running daemon',
    load: () => import('../commands/self/version.js'),
  }),
];

/** A page also goes by its name without the section. */
function pageArgument(): Argument {
  const pages: readonly string[] = [...manualPageNames, schemaName];
  return new Argument('<page>', 'which').choices(pages).argParser((text: string) => {
    const whole = pages.find(page => page === text || page.replace(/\.\d$/, '') === text);
    if (whole === undefined) throw new InvalidArgumentError(`Allowed choices are ${pages.join(', ')}.`);
    return whole;
  });
}

const rootOf = (command: Command): Command => (command.parent === null ? command : rootOf(command.parent));
