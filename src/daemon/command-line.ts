import { Command, InvalidArgumentError, Option } from 'commander';
import { packageVersion } from '../control/version.js';

/** `10s`, `5m`, `1h` or plain seconds, as milliseconds. */
function duration(text: string): number {
  const [, count, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  const factor = { ms: 1, s: 1e3, m: 60e3, h: 3600e3 }[unit];
  if (count === undefined || factor === undefined)
    throw new InvalidArgumentError('expected a time such as 10s, 5m or 1h');
  return Number(count) * factor;
}

/** The command line of latticed: what help and the manual page show, and what may be typed. */
export const commandLine = (): Command =>
  new Command('latticed')
    .description('Governs CPU frequency and power: least energy at a bounded slowdown, every decision explained.')
    .version(packageVersion())
    .addOption(
      new Option('--simulate [platform]', 'govern a simulated machine').choices(['laptop', 'server']).preset('laptop'),
    )
    .option('--duration <time>', 'stop by itself after this time', duration)
    .option('--state-dir <dir>', 'where the journal lives')
    .option('--runtime-dir <dir>', 'where the control socket and the lock live')
    .option('--config <file>', 'configuration (default: /etc/lattice/lattice.toml)')
    .option('--dry-run', 'observe and say what would be written; write nothing')
    .option('--helper-socket <path>', 'use the helper that listens there instead of starting one')
    .option('--root <dir>', 'read a tree at this folder instead of the machine')
    .option('--nvidia-smi <path>', 'run this to measure and set NVIDIA GPUs')
    .option('--foreground', 'show what happens on stdout; observes unless --govern is given')
    .option('--govern', 'write limits although in the foreground')
    .option('--beside-rivals', 'govern although another daemon writes the same files')
    .allowExcessArguments(false)
    .showHelpAfterError('(latticed --help shows all options)')
    .exitOverride();
