import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { ControlClient } from '../../../control/client/client.js';
import type { HeldProfile } from '../../../model/people/holds.js';
import { asTyped } from '../../arguments/refusal.js';
import type { Context } from '../../context.js';
import { connectDaemon, warnSimulated } from '../../daemon.js';

export interface LaunchOptions {
  readonly command: readonly string[];
  readonly profile?: HeldProfile;
  readonly reason?: string;
  readonly appid?: string;
  /** kHz. */
  readonly max?: number;
}

/** Exit codes of shells. */
const notFound = 127;
const notExecutable = 126;

/** Runs a command with a profile held, or a cap kept, for as long as it runs; returns its status. */
export async function run(context: Context, options: LaunchOptions): Promise<number> {
  const client = await connectDaemon(context.runtimeDirs);
  try {
    const hold = await ask(client, options);
    const code = await finished(options.command);
    // The end of the connection would release it too, but only after our exit. Errors are ignored: a profile that was set has released
    // it already, or the daemon is gone, and the command's status has nothing to do with either.
    if (hold !== null) await client.change({ op: 'release', hold }).catch(() => undefined);
    return code;
  } finally {
    client.close();
  }
}

/** Holds what was asked for; returns the number of the hold. */
async function ask(client: ControlClient, { command, max, ...rest }: LaunchOptions): Promise<number | null> {
  const [program = ''] = command;
  const { profile = max === undefined ? 'performance' : undefined, appid: app = program } = rest;
  const { reason = `Running ${app}` } = rest;
  const cap =
    max === undefined
      ? undefined
      : await client.change({ op: 'override', wish: { max }, lasting: { connected: true } }).catch(error => {
          throw asTyped(error, [max]);
        });
  const hold = profile === undefined ? undefined : await client.change({ op: 'hold', profile, reason, app });
  const answer = hold ?? cap;
  if (answer !== undefined) warnSimulated(answer);
  return hold?.made ?? null;
}

/** The status that a shell would give for it: 128 and the signal's number where one ended it. */
function finished([program = '', ...args]: readonly string[]): Promise<number> {
  const child = spawn(program, args, { stdio: 'inherit' });
  const off = passSignals(child);
  return new Promise(resolve => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      off();
      process.stderr.write(
        `latticectl: ${program}: ${error.code === 'ENOENT' ? 'command not found' : error.message}\n`,
      );
      resolve(error.code === 'ENOENT' ? notFound : notExecutable);
    });
    child.once('exit', (code, signal) => {
      off();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** Passes signals on to the command. A terminal sends its own to both, and latticectl must outlive the command. Returns how to end that. */
function passSignals(child: ChildProcess): () => void {
  const ignore = (): void => undefined;
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of fromTerminal) process.on(signal, ignore);
  for (const signal of fromOthers) process.on(signal, pass);
  return () => {
    for (const signal of fromTerminal) process.removeListener(signal, ignore);
    for (const signal of fromOthers) process.removeListener(signal, pass);
  };
}

const fromTerminal = ['SIGINT', 'SIGQUIT'] as const;
const fromOthers = ['SIGTERM', 'SIGHUP'] as const;
