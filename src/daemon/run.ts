import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  chargePath,
  daemonDirectories,
  experimentPath,
  feedbackPath,
  heartbeatPath,
  journalPath,
  powerPath,
  readSocketPath,
  requestsPath,
  schedulePath,
  socketPath,
  systemConfigPath,
} from '../control/paths.js';
import { distrust } from '../control/trust.js';
import { WorkerJournal } from '../journal/worker/worker-journal.js';
import { makeFolder } from '../journal/writer/make-folder.js';
import { MachineWithGpus } from '../machine/linux/gpu/machine-with-gpus.js';
import { findNvidiaSmi } from '../machine/linux/gpu/nvidia-smi.js';
import { connectHelper, spawnHelper } from '../machine/linux/helper/connection.js';
import { helperPath } from '../machine/linux/helper/helper-path.js';
import { LinuxMachine } from '../machine/linux/helper/linux-machine.js';
import { collectInventory } from '../machine/linux/inventory/inventory.js';
import { formFacts } from '../machine/linux/procfs/form.js';
import { isGovernable } from '../machine/linux/procfs/presence.js';
import { activeRivals, runningRivals } from '../machine/linux/procfs/rivals.js';
import { LinuxTaskNames } from '../machine/linux/tasks/task-names.js';
import type { Machine, Outcome } from '../machine/machine.js';
import { Account } from './foreground/account.js';
import { showOnStdout } from './foreground/foreground.js';
import { Daemon, type DaemonOptions } from './lifecycle.js';
import { LiveConfig } from './live-config.js';
import { type Log, stderrLog } from './log.js';
import { notifier } from './notify.js';

export interface RunOptions {
  readonly simulate?: 'laptop' | 'server';
  readonly duration?: number;
  readonly stateDir?: string;
  readonly runtimeDir?: string;
  readonly config?: string;
  readonly dryRun?: boolean;
  readonly helperSocket?: string;
  readonly root?: string;
  readonly foreground?: boolean;
  readonly govern?: boolean;
  readonly besideRivals?: boolean;
  readonly nvidiaSmi?: string;
}

/** Builds the daemon out of its options, runs it until a signal or its time is up, and returns the exit code. */
export async function run(options: RunOptions, version: string): Promise<number> {
  const log = stderrLog(process.env.JOURNAL_STREAM !== undefined);
  const config = await LiveConfig.open(options.config ?? systemConfigPath, options.config !== undefined, log);
  const root = options.root ?? '/';
  // The real nvidia-smi knows nothing of a tree's GPUs.
  const nvidiaSmi = options.nvidiaSmi ?? (root === '/' ? findNvidiaSmi() : undefined);
  const governable = options.helperSocket !== undefined || isGovernable(root, nvidiaSmi);
  const platform = options.simulate ?? (governable ? undefined : 'laptop');
  if (platform !== undefined && options.simulate === undefined)
    log('info', 'neither cpufreq nor an NVIDIA GPU here: governing a SIMULATED laptop');
  const simulated = platform !== undefined;
  const observe = options.dryRun === true || (options.foreground === true && options.govern !== true && !simulated);
  const { state, runtime } = daemonDirectories(options, surroundings(), simulated);
  makeFolder(runtime, 0o755);
  const why = distrust(runtime);
  if (why !== undefined) throw new Error(`--runtime-dir ${runtime}: ${why}`);
  const { machine, form } = simulated
    ? await simulation(platform)
    : {
        machine: linux({ ...options, root, runtime, readOnly: observe, smi: nvidiaSmi }, log),
        form: () => formFacts(root),
      };
  const account = new Account();
  const daemon = new Daemon({
    machine,
    journal: new WorkerJournal(journalPath(state), config.current.journal),
    config,
    mode: observe ? 'observe' : 'govern',
    version,
    socketPath: socketPath(runtime),
    readSocketPath: readSocketPath(runtime),
    heartbeatPath: heartbeatPath(runtime),
    feedbackPath: feedbackPath(state),
    powerPath: powerPath(state),
    requestsPath: requestsPath(state),
    chargePath: chargePath(state),
    // A tree is no machine of a desktop's, unless a bus is named as well.
    busAddress:
      observe || simulated
        ? undefined
        : (process.env.DBUS_SYSTEM_BUS_ADDRESS ?? (root === '/' ? systemBus : undefined)),
    experimentPath: experimentPath(state),
    stateDir: state,
    page: await pageOf(config, options, runtime, state),
    schedulePath: schedulePath(state),
    notify: notifier(process.env, log),
    log,
    proc: join(root, 'proc'),
    lapPath: join(root, 'sys/devices/platform/thinkpad_acpi/dytc_lapmode'),
    // A simulation's tasks have pids that no process has, and its one control group is the root.
    taskNames: new LinuxTaskNames(root),
    inventory: collectInventory,
    form,
    observers: options.foreground === true ? [account] : [],
    rivals: {
      // Nobody else writes a simulation's files.
      look: simulated ? () => Promise.resolve([]) : pace => runningRivals(root, pace),
      glance: simulated ? () => [] : () => activeRivals(root),
      allowed: options.besideRivals === true,
    },
  });
  // A terminal that is closed takes with it what runs in it; a service is told to read its configuration again.
  if (options.foreground !== true) process.on('SIGHUP', () => void config.reload());
  const over = untilTold(options.foreground === true ? [...endings, 'SIGHUP'] : endings, options.duration);
  let ended = (_: Outcome | undefined): void => undefined;
  try {
    // A signal during the start must not wait for a helper that never answers.
    const up = await Promise.race([daemon.start().then(() => true), over.then(() => false)]);
    if (up && options.foreground === true) {
      ended = showOnStdout(daemon.answers, account);
      if (daemon.pageAddress !== undefined) process.stdout.write(`in a browser: ${daemon.pageAddress}\n`);
    }
    await over;
  } finally {
    ended(await daemon.stop());
  }
  return 0;
}

/**
 * The page for browsers. In the foreground it is served on any port, and a terminal is told an address that may change things: who reads it has started
 * the daemon. A service's page only looks; it has no token.
 */
async function pageOf({ current: { web } }: LiveConfig, { foreground }: RunOptions, runtime: string, state: string) {
  const journal = journalPath(state);
  if (foreground !== true) return web && { ...web, socket: readSocketPath(runtime), journal, token: undefined };
  const { newToken } = await import('../web/server/token.js');
  // What is not a terminal keeps what it is told: a file, another program.
  const token = process.stdout.isTTY ? newToken() : undefined;
  return { host: '127.0.0.1', port: 0, ...web, socket: socketPath(runtime), journal, token };
}

const systemBus = 'unix:path=/run/dbus/system_bus_socket';
const endings: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT'];

const surroundings = () => ({ env: process.env, uid: process.getuid?.() ?? 0, home: homedir() });

async function simulation(platform: 'laptop' | 'server'): Promise<Pick<DaemonOptions, 'machine' | 'form'>> {
  const [{ SimulatedMachine }, { machines }] = await Promise.all([
    import('../machine/simulated/simulated-machine.js'),
    import('../machine/simulated/machines.js'),
  ]);
  const { chassis } = machines[platform];
  return { machine: new SimulatedMachine({ platform }), form: () => ({ chassis }) };
}

interface LinuxOptions extends Pick<RunOptions, 'helperSocket' | 'nvidiaSmi'> {
  readonly root: string;
  readonly runtime: string;
  readonly readOnly: boolean;
  /** What GPUs are measured with. */
  readonly smi: string | undefined;
}

function linux({ helperSocket, nvidiaSmi, root, runtime, readOnly, smi }: LinuxOptions, log: Log): Machine {
  const path = helperPath();
  const spawnOptions = { path, root, readOnly, runtimeDir: runtime, nvidiaSmi };
  const machine = new LinuxMachine(() =>
    helperSocket === undefined ? spawnHelper(spawnOptions, line => log('info', line)) : connectHelper(helperSocket),
  );
  return smi === undefined ? machine : new MachineWithGpus(machine, smi, root);
}

/** Resolves at the first signal that asks to stop, or when the time is up; a second signal ends at once, and the helper restores by itself. */
function untilTold(signals: readonly NodeJS.Signals[], durationMs: number | undefined): Promise<void> {
  let told = false;
  return new Promise(resolve => {
    for (const signal of signals) {
      process.on(signal, () => {
        if (told) process.exit(1);
        told = true;
        resolve();
      });
    }
    if (durationMs !== undefined) setTimeout(resolve, durationMs);
  });
}
