import { readdirSync, readFileSync } from 'node:fs';

export interface Rival {
  readonly name: string;
  /** A pattern for its command line, as processes show it. */
  readonly command: RegExp;
  /** What its own user would run to stop it. */
  readonly disable: string;
}

/** Daemons known to write the same files; thermald is none, it and we bound different things. */
const known: readonly Rival[] = [
  {
    name: 'power-profiles-daemon',
    command: /\/power-profiles-daemon(\0|$)/,
    disable: 'systemctl disable --now power-profiles-daemon',
  },
  { name: 'tuned', command: /\/tuned(\0|$)/, disable: 'systemctl disable --now tuned' },
  { name: 'tuned-ppd', command: /\/tuned-ppd(\0|$)/, disable: 'systemctl disable --now tuned-ppd' },
  { name: 'tlp-pd', command: /\/tlp-pd(\0|$)/, disable: 'systemctl disable --now tlp-pd' },
  { name: 'auto-cpufreq', command: /\/auto-cpufreq(\0|$)/, disable: 'auto-cpufreq --remove' },
  {
    name: 'system76-power',
    command: /\/system76-power(\0|$)/,
    disable: 'systemctl disable --now com.system76.PowerDaemon',
  },
  { name: 'watt', command: /\/watt(\0|$)/, disable: 'systemctl disable --now watt' },
];

/** Rivals that run now, by the command lines under `proc`; costs one read a process, so it is asked only at start and on drift. */
export function runningRivals(proc = '/proc'): readonly Rival[] {
  const found = new Set<Rival>();
  for (const pid of readdirSync(proc)) {
    if (!/^\d+$/.test(pid)) continue;
    const command = commandLine(`${proc}/${pid}/cmdline`);
    for (const rival of known) if (rival.command.test(command)) found.add(rival);
  }
  return [...found];
}

/** A process that ends while we look has no command line. */
function commandLine(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
