import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the daemon keeps what lasts (`state`) and what lives as long as it does (`runtime`). */
export interface Directories {
  readonly state: string;
  readonly runtime: string;
}

/** The environment and the user that the defaults follow. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly uid: number;
  readonly home: string;
}

/** Directories named on the command line. */
export interface Given {
  readonly stateDir?: string | undefined;
  readonly runtimeDir?: string | undefined;
}

const systemDirectories: Directories = { state: '/var/lib/lattice', runtime: '/run/lattice' };

export const systemConfigPath = '/etc/lattice/lattice.toml';

/** Where systemd runs the helper (lattice-helper.service). */
export const systemHelperDirectory = '/run/lattice-helper';

export const socketPath = (runtimeDir: string): string => join(runtimeDir, 'control.sock');
/** The control socket's twin for everybody: it answers, and changes nothing. */
export const readSocketPath = (runtimeDir: string): string => join(runtimeDir, 'read.sock');
export const heartbeatPath = (runtimeDir: string): string => join(runtimeDir, 'heartbeat.sock');
export const feedbackPath = (stateDir: string): string => join(stateDir, 'feedback.json');
export const powerPath = (stateDir: string): string => join(stateDir, 'power.json');
export const chargePath = (stateDir: string): string => join(stateDir, 'charge.json');
export const requestsPath = (stateDir: string): string => join(stateDir, 'wishes.json');
export const experimentPath = (stateDir: string): string => join(stateDir, 'experiment.json');
export const schedulePath = (stateDir: string): string => join(stateDir, 'schedule.json');
export const incidentsPath = (stateDir: string): string => join(stateDir, 'incidents');
export const journalPath = (stateDir: string): string => join(stateDir, 'journal.db');

/** The daemon's directories: systemd's when it sets them, the system's for root, else the user's own. */
export function defaultDirectories(around: Surroundings): Directories {
  const own = around.uid === 0 ? systemDirectories : ownDirectories(around, 'lattice');
  return {
    state: first(around.env.STATE_DIRECTORY) ?? own.state,
    runtime: first(around.env.RUNTIME_DIRECTORY) ?? own.runtime,
  };
}

/** A simulation's directories: the user's own even for root, and apart from a real machine's, so that made-up figures never mix with measured ones. */
function simulatedDirectories(around: Surroundings): Directories {
  const own = ownDirectories(around, 'lattice-simulated');
  return {
    state: first(around.env.STATE_DIRECTORY) ?? own.state,
    runtime: first(around.env.RUNTIME_DIRECTORY) ?? own.runtime,
  };
}

/** What the daemon uses: what it was given, else its defaults. */
export function daemonDirectories(given: Given, around: Surroundings, simulated: boolean): Directories {
  const usual = simulated ? simulatedDirectories(around) : defaultDirectories(around);
  return { state: given.stateDir ?? usual.state, runtime: given.runtimeDir ?? usual.runtime };
}

/** Where a client looks, nearest first: its user's own daemon, its user's simulation, then the system's. */
export function clientDirectories(around: Surroundings): readonly Directories[] {
  const own = [defaultDirectories(around), simulatedDirectories(around)];
  return around.uid === 0 ? own : [...own, systemDirectories];
}

function ownDirectories({ env, uid, home }: Surroundings, name: string): Directories {
  const runtime = absolute(env.XDG_RUNTIME_DIR);
  return {
    state: join(absolute(env.XDG_STATE_HOME) ?? join(home, '.local/state'), name),
    runtime: runtime === undefined ? join(tmpdir(), `${name}-${uid}`) : join(runtime, name),
  };
}

/** systemd separates several directories by colons; ours is the first. */
function first(list: string | undefined): string | undefined {
  const [directory] = (list ?? '').split(':');
  return directory === '' ? undefined : directory;
}

/** XDG: a relative path in these variables is to be ignored. */
const absolute = (path: string | undefined): string | undefined => (path?.startsWith('/') ? path : undefined);
