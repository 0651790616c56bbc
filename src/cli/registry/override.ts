import { type Command, Option } from 'commander';
import { count } from '../arguments/arguments.js';
import { frequencyArgument, onOff, preference, seconds, secondsUntil } from '../arguments/override-arguments.js';
import { exitUsage } from '../exit.js';
import { command } from './command.js';

/** `override`, and the commands about overrides that are in force. */
export const overrideCommand = command({
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
      .option('--cpus <selection>', 'only P or E cores, or CPUs such as 0-3,6')
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

/** commander also takes the options of `override` before a subcommand, and silently drops them there. They are refused instead. */
function withoutOptionsOf(override: Command): Command {
  return override.hook('preSubcommand', (self, chosen) => {
    const given = self.options.find(option => self.getOptionValue(option.attributeName()) !== undefined);
    if (given !== undefined)
      chosen.error(`error: option '${given.long}' is none of override ${chosen.name()}`, { exitCode: exitUsage });
  });
}
