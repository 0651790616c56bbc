import { Argument, Command, Option } from 'commander';
import { systemConfigPath } from '../control/paths.js';
import { type FeedbackRequest, feedbackRequests } from '../control/protocol/messages.js';
import { packageVersion } from '../control/version.js';
import { alternatives } from '../engine/replay/alternatives.js';
import { policyNames } from '../model/experiment-policy.js';
import { heldProfiles } from '../model/holds.js';
import { type ProfileName, profileNames } from '../model/profiles.js';
import { periodNames } from '../report/calendar.js';
import { groupNames } from '../report/groups.js';
import { count, duration, moment } from './arguments/arguments.js';
import { frequencyArgument, onOff, preference, seconds, secondsUntil } from './arguments/override-arguments.js';
import {
  type Commands,
  type ConfigTask,
  configTasks,
  manualPageNames,
  type Shell,
  schemaName,
  shells,
} from './commands.js';
import type { GlobalOptions } from './context.js';
import { exitUsage } from './exit.js';

const readings = ['lattice', 'radian', 'cycles'];

/** Runs the chosen command, whose module is loaded only then. */
export type Dispatch = <Name extends keyof Commands>(
  name: Name,
  globals: GlobalOptions,
  options: Commands[Name],
) => Promise<void>;

/** The whole command line: what help shows and what may be typed. */
export function program(dispatch: Dispatch): Command {
  const root = new Command('latticectl')
    .description('Shows what latticed does, why, and whether the kernel agrees.')
    .version(packageVersion(), '-V, --version')
    .option('--state-dir <dir>', 'where the journal lives')
    .option('--runtime-dir <dir>', "where the daemon's control socket lives")
    .option('--json', 'print one JSON document')
    .configureHelp({ showGlobalOptions: true });
  const globals = (): GlobalOptions => root.opts<GlobalOptions>();

  root
    .command('status')
    .description('what the daemon does now: power, temperature, limits and who set them')
    .action(() => dispatch('status', globals(), {}));
  root
    .command('explain')
    .description('why the limits are what they are, one sentence each')
    .argument('[scope]', 'only this one, for example policy0')
    .action((scope: string | undefined) => dispatch('explain', globals(), { scope }));
  root
    .command('decisions')
    .description('the newest decisions in the journal')
    .option('--since <time>', 'those that held since then: 30m, 1h, 2d or a date', text => moment(text))
    .option('--limit <n>', 'at most so many', count, 20)
    .option('--scope <scope>', 'only those about this one, for example policy0')
    .action(options => dispatch('decisions', globals(), options));
  root
    .command('report')
    .description('energy that was used, from the journal')
    .option('--since <time>', 'from then on: 30m, 1h, 7d or a date (default: 7d)', text => moment(text))
    .option('--until <time>', 'up to then (default: now)', text => moment(text))
    .addOption(new Option('--by <part>', 'one line for each').choices([...periodNames, ...groupNames]))
    .addOption(
      new Option('--format <format>', 'how it is written').choices(['table', 'json', 'csv', 'html']).default('table'),
    )
    .option('--output <file>', 'write it there')
    .option('--config <file>', 'where price and CO₂ stand (default: /etc/lattice/lattice.toml)')
    .action(options => dispatch('report', globals(), options));
  root
    .command('top')
    .description('a live view; q ends it')
    .option('--once', 'print one view and end')
    .action(options => dispatch('top', globals(), options));
  root
    .command('spectrum')
    .description('how regular the load is: the traced signals, or the spectrum of one, raw and φ-filtered')
    .argument('[signal]', 'for example policy0.busy')
    .option('--svg <file>', 'draw it into a file as well')
    .addOption(new Option('--reading <k>', 'which k of the resolvent 1/(1 + φk²)').choices(readings).default('lattice'))
    .action((signal: string | undefined, options) => dispatch('spectrum', globals(), { signal, ...options }));
  root
    .command('list')
    .description('the profiles, and which one is in force')
    .action(() => dispatch('list', globals(), {}));
  root
    .command('get')
    .description('the profile in force')
    .action(() => dispatch('get', globals(), {}));
  root
    .command('set')
    .description('set the profile, which ends all holds')
    .addArgument(new Argument('<profile>').choices(profileNames))
    .action((profile: ProfileName) => dispatch('set', globals(), { profile }));
  root
    .command('launch')
    .description('run a command, and hold a profile or keep a cap for as long as it runs')
    .addOption(
      new Option('-p, --profile <profile>', 'which to hold (default: performance, none with --max)').choices(
        heldProfiles,
      ),
    )
    .option('-r, --reason <reason>', 'why, for list-holds')
    .option('-i, --appid <app>', 'who, for list-holds (default: the command)')
    .option('--max <frequency>', 'cap all CPUs there, for example 2.4GHz', frequencyArgument)
    .argument('<command...>', 'the command and its arguments')
    .action((command: readonly string[], options) => dispatch('launch', globals(), { command, ...options }));
  root
    .command('list-holds')
    .description('which applications hold a profile')
    .action(() => dispatch('list-holds', globals(), {}));
  overriding(root, globals, dispatch);
  root
    .command('feedback')
    .description(
      'tell the daemon that the machine is slow, hot or loud, forget what was said, or show what it made of it',
    )
    .addArgument(new Argument('<word>', 'what to say').choices(feedbackRequests))
    .action((say: FeedbackRequest) => dispatch('feedback', globals(), { say }));
  const experiment = root.command('experiment').description('measure what one policy saves against another, in turns');
  const policy = (flag: string, what: string): Option => new Option(`${flag} <policy>`, what).choices(policyNames);
  experiment
    .command('start')
    .description('let two policies take turns; kernel is hands off, as if the daemon were not there')
    .addOption(policy('--a', 'the one to judge').default('balanced'))
    .addOption(policy('--b', 'what it is judged by').default('kernel'))
    .addOption(lasting('--period <time>', 'how long each runs at a time', '10m'))
    .addOption(lasting('--for <time>', 'how long in all', '8h'))
    .action(options => dispatch('experiment', globals(), { do: 'start', ...options }));
  experiment
    .command('status')
    .description('the experiment that runs')
    .action(() => dispatch('experiment', globals(), { do: 'status' }));
  experiment
    .command('stop')
    .description('end it before its time')
    .action(() => dispatch('experiment', globals(), { do: 'stop' }));
  experiment
    .command('report')
    .description('what the newest experiment shows, from the journal')
    .option('--started <time>', 'the one that was started then', text => moment(text))
    .action(options => dispatch('experiment', globals(), { do: 'report', ...options }));
  root
    .command('config')
    .description('check the configuration, show what it comes to, or print an annotated default to begin with')
    .addArgument(new Argument('<task>', 'what to do').choices(configTasks))
    .argument('[file]', `the configuration, with conf.d beside it (default: ${systemConfigPath})`)
    .action((task: ConfigTask, file: string | undefined) => dispatch('config', globals(), { task, file }));
  root
    .command('export')
    .description('what was measured, for other programs, from the journal')
    .option('--since <time>', 'from then on: 30m, 1h, 7d or a date (default: 1d)', text => moment(text))
    .option('--until <time>', 'up to then (default: now)', text => moment(text))
    .addOption(lasting('--step <time>', 'one line for each', '1m'))
    .addOption(new Option('--format <format>', 'how it is written (default: csv)').choices(['csv', 'jsonl']))
    .option('--output <file>', 'write it there')
    .action(options => dispatch('export', globals(), options));
  root
    .command('replay')
    .description('what another governor would have decided over what the daemon recorded before an incident')
    .argument('[file]', 'a recording')
    .option('--incident <n>', 'the recording of this one', count)
    .option('--list', 'the incidents that are kept')
    .addOption(
      new Option('--governor <name>', 'which (default: the rules of this version)').choices(
        alternatives.map(a => a.name),
      ),
    )
    .option('--limit <n>', 'show at most so many differences', count, 20)
    .action((file: string | undefined, options) => dispatch('replay', globals(), { file, ...options }));
  root
    .command('doctor')
    .description('what this machine offers, what is missing or in the way, and what to do')
    .action(() => dispatch('doctor', globals(), {}));
  root
    .command('verify')
    .description('whether the kernel has what the daemon wants, or nothing was left behind')
    .action(() => dispatch('verify', globals(), {}));
  root
    .command('completion')
    .description('what completes the command line in a shell: source it, or put it where the shell looks')
    .addArgument(new Argument('<shell>', 'which').choices(shells))
    .action((shell: Shell) => dispatch('completion', globals(), { shell, root }));
  root
    .command('manual')
    .description('a manual page, to be read with `man -l -`, or the JSON Schema of the control socket')
    .addArgument(new Argument('<page>', 'which').choices([...manualPageNames, schemaName]))
    .action((page: Commands['manual']['page']) => dispatch('manual', globals(), { page, root }));
  root
    .command('version')
    .description('versions of this program and of the running daemon')
    .action(() => dispatch('version', globals(), {}));
  return root;
}

/** A duration whose default is shown as one types it, not in the milliseconds that it is. */
const lasting = (flags: string, description: string, usual: string): Option =>
  new Option(flags, description).argParser(duration).default(duration(usual), usual);

/** `override`, and what is done with overrides that there are. */
function overriding(root: Command, globals: () => GlobalOptions, dispatch: Dispatch): void {
  const override = root
    .command('override')
    .description('set limits yourself for a time, whatever profile and governor say; only heat stays above them')
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
    .addOption(new Option('--while-pid <pid>', 'while this process runs').argParser(count).conflicts(['for', 'until']))
    .action(options => dispatch('override', globals(), options));
  // commander takes options of the command above wherever they stand, and would drop them here without a word.
  override.hook('preSubcommand', (self, chosen) => {
    const given = self.options.find(option => self.getOptionValue(option.attributeName()) !== undefined);
    if (given !== undefined)
      chosen.error(`error: option '${given.long}' is none of override ${chosen.name()}`, { exitCode: exitUsage });
  });
  override
    .command('list')
    .description('the overrides in force')
    .action(() => dispatch('override-list', globals(), {}));
  override
    .command('clear')
    .description('end an override')
    .argument('[id]', 'which one (default: the only one)', count)
    .addOption(new Option('--all', 'all of them'))
    .action((id: number | undefined, options) => dispatch('override-clear', globals(), { id, ...options }));
}
