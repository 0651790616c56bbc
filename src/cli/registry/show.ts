import { Option } from 'commander';
import { taskGroupings, taskSorts } from '../../control/protocol/operations/tasks.js';
import { periodNames } from '../../report/calendar.js';
import { groupNames } from '../../report/groups.js';
import { wayNames } from '../../report/way.js';
import { count, durationOption, moment, portNumber } from '../arguments/arguments.js';
import { command } from './command.js';

/** Commands that show what the daemon does and did. */
export const showCommands = [
  command({
    name: 'status',
    description: 'what the daemon does now: power, temperature, limits and who set them',
    load: () => import('../commands/now/status.js'),
  }),
  command({
    name: 'explain',
    description: 'why the limits are what they are, one line each',
    load: () => import('../commands/now/explain.js'),
    describe: (command, run) =>
      command
        .argument('[scope]', 'only this one, for example policy0')
        .option('--why', 'with the whole reason and the figures that it rests on')
        .action((scope: string | undefined, options: { readonly why?: true }) => run({ scope, ...options })),
  }),
  command({
    name: 'decisions',
    description: 'the newest decisions in the journal',
    load: () => import('../commands/history/decisions.js'),
    describe: (command, run) =>
      command
        .option('--since <time>', 'those that held since then: 30m, 1h, 2d or a date', text => moment(text))
        .option('--limit <n>', 'at most so many', count, 20)
        .option('--scope <scope>', 'only those about this one, for example policy0')
        .action(run),
  }),
  command({
    name: 'report',
    description: 'energy that was used, from the journal',
    load: () => import('../commands/history/report.js'),
    describe: (command, run) =>
      command
        .option('--since <time>', 'from then on: 30m, 1h, 7d or a date (default: 7d)', text => moment(text))
        .option('--until <time>', 'up to then (default: now)', text => moment(text))
        .addOption(new Option('--by <part>', 'one line for each').choices([...periodNames, ...groupNames, ...wayNames]))
        .addOption(
          new Option('--format <format>', 'how it is written')
            .choices(['table', 'json', 'csv', 'html'])
            .default('table'),
        )
        .option('--output <file>', 'write it there')
        .option('--config <file>', 'where price and CO₂ stand (default: /etc/lattice/lattice.toml)')
        .action(run),
  }),
  command({
    name: 'top',
    description: 'a live view; q ends it',
    load: () => import('../commands/now/top.js'),
    describe: (command, run) => command.option('--once', 'print one view and end').action(run),
  }),
  command({
    name: 'dashboard',
    description: 'a live page in the browser, with history and what may be changed; Ctrl+C ends it',
    load: () => import('../commands/now/dashboard.js'),
    describe: (command, run) =>
      command
        .option('--print', 'print the address and open nothing')
        .option('--port <n>', 'serve it there (default: any that is free)', portNumber)
        .action(run),
  }),
  command({
    name: 'tasks',
    description: 'what runs, how regularly, and whose the energy is; live on a terminal, q ends it',
    load: () => import('../commands/now/tasks.js'),
    describe: (command, run) =>
      command
        .addOption(new Option('--sort <what>', 'what comes first').choices(taskSorts).default('energy'))
        .addOption(new Option('--by <part>', 'one line for each').choices(taskGroupings).default('task'))
        .option('--once', 'print one table and end')
        .action(run),
  }),
  command({
    name: 'spectrum',
    description: 'how regular the load is: the traced signals, or the spectrum of one, raw and φ-filtered',
    load: () => import('../commands/now/spectrum.js'),
    describe: (command, run) =>
      command
        .argument('[signal]', 'for example policy0.busy')
        .option('--svg <file>', 'draw it into a file as well')
        .addOption(
          new Option('--reading <k>', 'which k of the resolvent 1/(1 + φk²)')
            .choices(['lattice', 'radian', 'cycles'])
            .default('lattice'),
        )
        .addOption(durationOption('--wait <time>', 'so long for samples, where there are too few', '3m'))
        .action((signal: string | undefined, options) => run({ signal, ...options })),
  }),
];
