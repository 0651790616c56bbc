import type { PolicyStatus, Status } from '../control/protocol/status.js';
import type { Daemon } from './lifecycle.js';

const summaryMs = 5000;
/** A clock that moved by less is no news to who looks on. */
const leastChange = 0.05;

/** Prints every real change as it is decided and a summary every few seconds, for people who try the daemon out; gives what to call at the end. */
export function showOnStdout(daemon: Daemon): () => void {
  // Whoever looked has left (`npm start | head`): stop in order.
  process.stdout.once('error', () => process.kill(process.pid, 'SIGTERM'));
  const shown = new Map<string, readonly Wanted[]>();
  let summaryAt = Date.now();
  let last = daemon.answers.status();
  let changes = 0;
  print(
    `${banner(last)}, profile ${last.profile}: ${last.mode === 'govern' ? 'governing' : 'observing, nothing is written (--govern would)'}`,
  );
  daemon.answers.onTick(() => {
    const status = daemon.answers.status();
    last = status;
    const news = status.policies.filter(({ scope }) => {
      const wanted = wantedOf(status, scope);
      if (!isNews(shown.get(scope), wanted)) return false;
      shown.set(scope, wanted);
      return true;
    });
    changes += news.length;
    for (const line of grouped(news)) print(line);
    if (status.now - summaryAt < summaryMs) return;
    summaryAt = status.now;
    print(summary(status));
  });
  return () => print(ending(last, changes));
}

/** Domains of which the same rules speak share one line, with the numbers of the first. */
function grouped(policies: readonly PolicyStatus[]): string[] {
  const groups = new Map<string, PolicyStatus[]>();
  for (const policy of policies) {
    const rules = policy.reasons.map(r => `${r.bound} ${r.rule}/${r.code}`).join();
    groups.set(rules, [...(groups.get(rules) ?? []), policy]);
  }
  return [...groups.values()].map(([first, ...others]) => {
    if (first === undefined) return '';
    const names = others.map(o => o.scope);
    const also = names.length > 2 ? `${names[0]} to ${names.at(-1)}` : names.join(' and ');
    return `${first.explanation}${also === '' ? '' : ` Likewise ${also}.`}`;
  });
}

type Wanted = Status['controls'][number]['wanted'];

const wantedOf = ({ controls }: Status, scope: string): readonly Wanted[] =>
  controls.filter(c => c.name.startsWith(`${scope}.`)).map(c => c.wanted);

/** Whether a word changed, or a number by enough to matter. */
export function isNews(before: readonly Wanted[] | undefined, now: readonly Wanted[]): boolean {
  if (before?.length !== now.length) return true;
  return now.some((value, i) => {
    const old = before[i];
    if (typeof value !== 'number' || typeof old !== 'number') return value !== old;
    return Math.abs(value - old) > leastChange * Math.max(Math.abs(value), Math.abs(old));
  });
}

const banner = ({ simulated, machine }: Status): string => (simulated ? `SIMULATED machine (${machine})` : machine);

function ending({ started, ticks, mode }: Status, changes: number): string {
  const seconds = Math.round((Date.now() - started) / 1000);
  const written = mode === 'govern' ? 'every limit was put back to what it was' : 'nothing was written';
  return `ended after ${seconds} s: ${ticks} ticks, ${changes} changes of limits shown; ${written}`;
}

function summary({ simulated, total, zones, policies, onMains, ticks }: Status): string {
  const hottest = zones.reduce<number | undefined>(
    (max, z) => (max === undefined || z.celsius > max ? z.celsius : max),
    undefined,
  );
  const parts = [
    ...policies.slice(0, 2).map(frequency),
    total == null
      ? 'power unknown'
      : `${total.sure === 'whole' ? '' : 'at least '}${total.watts.toFixed(1)} W (${total.what})`,
    hottest === undefined ? 'temperature unknown' : `${hottest.toFixed(0)} °C`,
    onMains ? 'on mains' : 'on battery',
    `${ticks} ticks`,
  ];
  return `  ${simulated ? 'SIMULATED ' : ''}${parts.join(', ')}`;
}

const frequency = ({ scope, frequency: khz, busy }: PolicyStatus): string =>
  `${scope} ${khz === null ? '?' : (khz / 1e6).toFixed(2)} GHz ${busy === null ? '' : `${Math.round(busy * 100)} % busy`}`;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
