#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { packageVersion } from './control/version.js';
import { ConfigError } from './daemon/config.js';
import { stderrLog } from './daemon/log.js';
import type { RunOptions } from './daemon/run.js';

const exitRuntime = 1;
const exitUsage = 2;
const version = packageVersion();

/** `10s`, `5m`, `1h` or plain seconds, as milliseconds. */
function duration(text: string): number {
  const [, count, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  const factor = { ms: 1, s: 1e3, m: 60e3, h: 3600e3 }[unit];
  if (count === undefined || factor === undefined)
    throw new InvalidArgumentError('expected a time such as 10s, 5m or 1h');
  return Number(count) * factor;
}

const program = new Command('latticed')
  .description('Governs CPU frequency and power: least energy at a bounded slowdown, every decision explained.')
  .version(version)
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
  .allowExcessArguments(false)
  .showHelpAfterError('(latticed --help shows all options)')
  .exitOverride();

async function main(): Promise<number> {
  try {
    program.parse();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitUsage;
    throw error;
  }
  const { run } = await import('./daemon/run.js');
  return run(program.opts<RunOptions>(), version);
}

const code = await main().catch((error: Error) => {
  for (const line of error.message.split('\n')) stderrLog(process.env.JOURNAL_STREAM !== undefined)('error', line);
  return error instanceof ConfigError ? exitUsage : exitRuntime;
});
// Everything is stopped; what still holds the process (a thread stuck in the kernel) has nothing left to say.
process.exit(code);
