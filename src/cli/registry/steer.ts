import { Argument, type Command, Option } from 'commander';
import { type FeedbackRequest, feedbackRequests } from '../../control/protocol/operations/feedback.js';
import { policyNames } from '../../model/people/experiment-policy.js';
import { heldProfiles } from '../../model/people/holds.js';
import { type ProfileName, profileNames } from '../../model/people/profiles.js';
import { count, durationOption, moment } from '../arguments/arguments.js';
import { frequencyArgument, onOff, preference, seconds, secondsUntil } from '../arguments/override-arguments.js';
import { exitUsage } from '../exit.js';
import { command, commandGroup } from './command.js';

const policyOption = (flag: string, what: string): Option => new Option(`${flag} <policy>`, what).choices(policyNames);

const batteryOption = (): Option => new Option('--battery <name>', 'only this one, for example BAT0 (default: all)');

/** `override`, and the commands about overrides that are in force. */
const overrideCommand = command({
  name: 'override',
  description: 'set limits yourself for a time, whatever profile and governor say; only heat stays above them',
  load: () => import('../commands/steer/override.js'),
  describe: (command, run) =>
    withoutOptionsOf(command)
      .option('--max <frequency>', 'at most, for example 2.4GHz', frequencyArgument)
      .option('--min <frequency>', 'at least, for example 800MHz', frequencyArgument)
      .option('--epp <preference>', 'energy performance preference, for example balance-power', preference)
      .option('--governor <name>', "the kernel's frequency governor, for example schedutil")
      .option('--boost <state>', 'on or off', onOff)
      .option('--gpu-max <frequency>', 'GPUs at most, for example 1200MHz', frequencyArgument)
      .addOption(
        // Offered, not the only ones: a list of CPUs is as good.
        new Option('--cpus <selection>', 'only these cores (LP: low-power ones, also in E), or CPUs such as 0-3,6')
          .choices(['P', 'E', 'LP'])
          .argParser(String),
      )
      .addOption(new Option('--for <time>', 'so long: 90s, 30m, 2h (default: 1h)').argParser(seconds))
      .addOption(
        new Option('--until <time>', 'until 18:00, or a date and time')
          .argParser(text => secondsUntil(text))
          .conflicts('for'),
      )
      .addOption(
        new Option('--while-pid <pid>', 'while this process runs').argParser(count).conflicts(['for', 'until']),
      )
      .action(run),
  subcommands: [
    command({
      name: 'list',
      description: 'the overrides in force',
      load: () => import('../commands/steer/override-list.js'),
    }),
    command({
      name: 'clear',
      description: 'end an override',
      load: () => import('../commands/steer/override-clear.js'),
      describe: (command, run) =>
        command
          .argument('[id]', 'which one (default: the only one)', count)
          .addOption(new Option('--all', 'all of them'))
          .action((id: number | undefined, options) => run({ id, ...options })),
    }),
  ],
});

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
  command({
    name: 'charge',
    description: 'how far batteries are charged: the limits in force, those that are wanted, and why they differ',
    load: () => import('../commands/steer/charge.js'),
    describe: (command, run) => command.action(() => run({ do: 'show' })),
    subcommands: [
      command({
        name: 'full',
        description: 'charge to 100 % once: limits are back when the charger is unplugged',
        load: () => import('../commands/steer/charge.js'),
        describe: (command, run) =>
          command.addOption(batteryOption()).action(options => run({ do: 'full', ...options })),
      }),
      command({
        name: 'limit',
        description: 'put the configured limits back, after a full charge or where something else has set others',
        load: () => import('../commands/steer/charge.js'),
        describe: (command, run) =>
          command.addOption(batteryOption()).action(options => run({ do: 'limit', ...options })),
      }),
    ],
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

/** commander also takes the options of `override` before a subcommand, and silently drops them there. They are refused instead. */
function withoutOptionsOf(override: Command): Command {
  return override.hook('preSubcommand', (self, chosen) => {
    const given = self.options.find(option => self.getOptionValue(option.attributeName()) !== undefined);
    if (given !== undefined)
      chosen.error(`error: option '${given.long}' is none of override ${chosen.name()}`, { exitCode: exitUsage });
  });
}
