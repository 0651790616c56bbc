import { Argument, Option } from 'commander';
import { type FeedbackRequest, feedbackRequests } from '../../control/protocol/operations/feedback.js';
import { policyNames } from '../../model/experiment-policy.js';
import { heldProfiles } from '../../model/holds.js';
import { type ProfileName, profileNames } from '../../model/profiles.js';
import { durationOption, moment } from '../arguments/arguments.js';
import { frequencyArgument } from '../arguments/override-arguments.js';
import { command, commandGroup } from './command.js';
import { overrideCommand } from './override.js';

const policyOption = (flag: string, what: string): Option => new Option(`${flag} <policy>`, what).choices(policyNames);

/** Commands that tell the daemon what to do, and show what it was told. */
export const steerCommands = [
  command({
    name: 'list',
    description: 'the profiles, and which one is in force',
    load: () => import('../commands/steer/list.js'),
  }),
  command({
    name: 'get',
    description: 'the profile in force',
    load: () => import('../commands/steer/get.js'),
  }),
  command({
    name: 'set',
    description: 'set the profile, which ends all holds',
    load: () => import('../commands/steer/set.js'),
    describe: (command, run) =>
      command
        .addArgument(new Argument('<profile>').choices(profileNames))
        .action((profile: ProfileName) => run({ profile })),
  }),
  command({
    name: 'launch',
    description: 'run a command, and hold a profile or keep a cap for as long as it runs',
    load: () => import('../commands/steer/launch.js'),
    describe: (command, run) =>
      command
        .addOption(
          new Option('-p, --profile <profile>', 'which to hold (default: performance, none with --max)').choices(
            heldProfiles,
          ),
        )
        .option('-r, --reason <reason>', 'why, for list-holds')
        .option('-i, --appid <app>', 'who, for list-holds (default: the command)')
        .option('--max <frequency>', 'cap all CPUs there, for example 2.4GHz', frequencyArgument)
        .argument('<command...>', 'the command and its arguments')
        .action((command: readonly string[], options) => run({ command, ...options })),
  }),
  command({
    name: 'list-holds',
    description: 'which applications hold a profile',
    load: () => import('../commands/steer/list-holds.js'),
  }),
  overrideCommand,
  command({
    name: 'feedback',
    description:
      'tell the daemon that the machine is slow, hot or loud, forget what was said, or show what it made of it',
    load: () => import('../commands/steer/feedback.js'),
    describe: (command, run) =>
      command
        .addArgument(new Argument('<word>', 'what to say').choices(feedbackRequests))
        .action((say: FeedbackRequest) => run({ say })),
  }),
  commandGroup('experiment', 'measure what one policy saves against another, in turns', [
    command({
      name: 'start',
      description: 'let two policies take turns; kernel is hands off, as if the daemon were not there',
      load: () => import('../commands/steer/experiment.js'),
      describe: (command, run) =>
        command
          .addOption(policyOption('--a', 'the one to judge').default('balanced'))
          .addOption(policyOption('--b', 'what it is judged by').default('kernel'))
          .addOption(durationOption('--period <time>', 'how long each runs at a time', '10m'))
          .addOption(durationOption('--for <time>', 'how long in all', '8h'))
          .action(options => run({ do: 'start', ...options })),
    }),
    command({
      name: 'status',
      description: 'the experiment that runs',
      load: () => import('../commands/steer/experiment.js'),
      describe: (command, run) => command.action(() => run({ do: 'status' })),
    }),
    command({
      name: 'stop',
      description: 'end it before its time',
      load: () => import('../commands/steer/experiment.js'),
      describe: (command, run) => command.action(() => run({ do: 'stop' })),
    }),
    command({
      name: 'report',
      description: 'what the newest experiment shows, from the journal',
      load: () => import('../commands/steer/experiment.js'),
      describe: (command, run) =>
        command
          .option('--started <time>', 'the one that was started then', text => moment(text))
          .action(options => run({ do: 'report', ...options })),
    }),
  ]),
];
