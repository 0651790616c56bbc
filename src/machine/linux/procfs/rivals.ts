import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { base, beginningOf, isService, programOf, uidOf } from './processes.js';

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

/** Rivals whose unit is active, by the mark that systemd keeps of each such unit; costs one look a rival. */
export const activeRivals = (root = '/'): readonly Rival[] =>
  knownRivals.filter(({ unit }) => exists(join(root, 'run/systemd/units', `invocation:${unit}`)));

/**
 * Rivals that run now, by their units and by all processes that root runs as services; costs one read a process, so it is asked only at start, on
 * drift, and rarely. What anybody else calls a process is no evidence.
 */
export function runningRivals(root = '/'): readonly Rival[] {
  const found = new Set<Rival>(activeRivals(root));
  const proc = join(root, 'proc');
  for (const pid of readdirSync(proc)) {
    if (!/^\d+$/.test(pid)) continue;
    const folder = join(proc, pid);
    // Only of root's own processes is the command line read: reading another's can be made to hang by its owner.
    if (uidOf(folder) !== 0) continue;
    const command = beginningOf(join(folder, 'cmdline'));
    const program = programOf(command);
    const rival = byName.get(base(program));
    if (rival === undefined || found.has(rival)) continue;
    const words = command.slice(command.indexOf(program) + program.length + 1).replaceAll('\0', ' ');
    if (rival.words?.test(words) !== false && isService(folder, program)) found.add(rival);
  }
  return [...found];
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
