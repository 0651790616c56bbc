import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Rival {
  readonly name: string;
  /** A pattern for its command line, as processes show it. */
  readonly command: RegExp;
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
  { ...service('power-profiles-daemon'), command: /\/power-profiles-daemon(\0|$)/ },
  { ...service('tuned'), command: /\/tuned(\0|$)/ },
  { ...service('tuned-ppd'), command: /\/tuned-ppd(\0|$)/ },
  // Nothing of it runs between its writes, so its unit alone tells.
  { ...service('tlp'), command: /\/tlp(\0(start|auto|init start)|$)/ },
  { ...service('tlp-pd'), command: /\/tlp-pd(\0|$)/ },
  { ...service('auto-cpufreq'), command: /\/auto-cpufreq(\0|$)/, disable: 'auto-cpufreq --remove' },
  { ...service('system76-power', 'com.system76.PowerDaemon'), command: /\/system76-power(\0|$)/ },
  { ...service('watt'), command: /\/watt(\0|$)/ },
];

/** Rivals whose unit is active, by the mark that systemd keeps of each such unit; costs one look a rival. */
export const activeRivals = (root = '/'): readonly Rival[] =>
  knownRivals.filter(({ unit }) => exists(join(root, 'run/systemd/units', `invocation:${unit}`)));

/** Rivals that run now, by their units and by all command lines; costs one read a process, so it is asked only at start, on drift, and rarely. */
export function runningRivals(root = '/'): readonly Rival[] {
  const found = new Set<Rival>(activeRivals(root));
  const proc = join(root, 'proc');
  for (const pid of readdirSync(proc)) {
    if (!/^\d+$/.test(pid)) continue;
    const command = commandLine(join(proc, pid, 'cmdline'));
    for (const rival of knownRivals) if (rival.command.test(command)) found.add(rival);
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

/** A process that ends while we look has no command line. */
function commandLine(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
