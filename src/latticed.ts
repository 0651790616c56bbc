#!/usr/bin/env -S node --v8-pool-size=1 --max-semi-space-size=1
import { CommanderError } from 'commander';
import { ConfigError } from './config/config.js';
import { packageVersion } from './control/version.js';
import { commandLine } from './daemon/command-line.js';
import { stderrLog } from './daemon/log.js';
import type { RunOptions } from './daemon/run.js';

const exitRuntime = 1;
const exitUsage = 2;

const program = commandLine();

async function main(): Promise<number> {
  try {
    program.parse();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitUsage;
    throw error;
  }
  const { run } = await import('./daemon/run.js');
  return run(program.opts<RunOptions>(), packageVersion());
}

const code = await main().catch((error: Error) => {
  for (const line of error.message.split('\n')) stderrLog(process.env.JOURNAL_STREAM !== undefined)('error', line);
  return error instanceof ConfigError ? exitUsage : exitRuntime;
});
// Everything is stopped; what still holds the process (a thread stuck in the kernel) has nothing left to say.
process.exit(code);
