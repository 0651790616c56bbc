import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { base, identityOf, isOutOfSessions, mayRun, programOrScript, type Signs, signsIn } from './processes.js';
import { beginningOf, commandLineOf, type Pace, processesIn, type Read } from './reading.js';

export interface Rival {
  readonly name: string;
  /** A pattern for what follows the program on its command line, where its name alone does not tell that it is at work. */
  readonly words?: RegExp;
  readonly unit: string;
  /** What its own user would run to stop it for good. */
  readonly disable: string;
}

const service = (name: string, unit = name): Pick<Rival, 'name' | 'unit' | 'disable'> => ({
  name,
  unit: `${unit}.service`,
  // Disabled alone it comes back: a desktop that asks for power profiles while we are away has the bus start it.
  disable: `systemctl mask --now ${unit}`,
});

/** Daemons known to write the same files; thermald is none, it and we bound different things. */
export const knownRivals: readonly Rival[] = [
  service('power-profiles-daemon'),
  service('tuned'),
  service('tuned-ppd'),
  // Nothing of it runs between its writes, so its unit alone tells.
  { ...service('tlp'), words: /^(start|auto|init start|$)/ },
  service('tlp-pd'),
  { ...service('auto-cpufreq'), disable: 'auto-cpufreq --remove' },
  service('system76-power', 'com.system76.PowerDaemon'),
  service('watt'),
];
const byName = new Map(knownRivals.map(rival => [rival.name, rival]));

export const disablingOf = (name: string): string | undefined => byName.get(name)?.disable;

/**
 * Rivals whose unit is active, by the mark that systemd keeps of each such unit; costs one look a rival. Of one that runs only for its writes
 * OpenRC's mark says as much.
 */
export const activeRivals = (root = '/'): readonly Rival[] =>
  knownRivals.filter(
    rival =>
      exists(join(root, 'run/systemd/units', `invocation:${rival.unit}`)) ||
      (rival.words !== undefined && isStartedByOpenRc(root, rival)),
  );

/**
 * OpenRC lets a service that somebody restarts by hand inherit that person's login. That the service is meant to run it marks in a folder of root's,
 * and forgets at a stop; of a service that died the mark stays, so a process must be there as well.
 */
const isStartedByOpenRc = (root: string, { name }: Rival): boolean => exists(join(root, 'run/openrc/started', name));

/**
 * Rivals that run now, by their units and by all processes that root runs as services; costs one read a process, so it is asked only at start, on
 * drift, and rarely. What anybody else calls a process is no evidence, and is not read.
 */
export async function runningRivals(root = '/', pace?: Pace, read: Read = beginningOf): Promise<Rival[]> {
  const found = new Set<Rival>(activeRivals(root));
  const proc = join(root, 'proc');
  const signs = await signsIn(proc, read);
  for await (const pid of processesIn(proc)) {
    await pace?.();
    const rival = await rivalIn(root, join(proc, pid), signs, read);
    if (rival !== undefined) found.add(rival);
  }
  return [...found];
}

async function rivalIn(root: string, folder: string, signs: Signs, read: Read): Promise<Rival | undefined> {
  const { uid, name } = await identityOf(folder, signs, read);
  if (uid !== 0 || !knownRivals.some(each => mayRun(name, each.name))) return undefined;
  const command = (await commandLineOf(folder, read)) ?? '';
  const program = programOrScript(command.split('\0'));
  const rival = byName.get(base(program));
  if (rival === undefined || !mayRun(name, program)) return undefined;
  const words = command.slice(command.indexOf(program) + program.length + 1).replaceAll('\0', ' ');
  if (rival.words?.test(words) === false) return undefined;
  return (await isOutOfSessions(folder, signs, read)) || isStartedByOpenRc(root, rival) ? rival : undefined;
}

function exists(path: string): boolean {
  try {
    // The mark is a link to what is no file.
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
