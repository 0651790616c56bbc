import type { PolicyStatus, Status } from '../../control/protocol/status.js';
import { readFirst } from '../../governor/explain/summary.js';
import type { Outcome } from '../../machine/machine.js';
import type { Account } from './account.js';
import { endingLines } from './ending.js';

const summaryMs = 5000;
/** A clock that moved by less is no news to who looks on. */
const leastChange = 0.05;

export interface Shown {
  status(): Status;
  /** Calls back after each tick. */
  onTick(listener: () => void): unknown;
}

/** Shows it on stdout. */
export function showOnStdout(shown: Shown, account: Account): (left: Outcome | undefined) => void {
  // Whoever looked has left (`npm start | head`): stop in order.
  process.stdout.once('error', () => process.kill(process.pid, 'SIGTERM'));
  return show(shown, account, line => process.stdout.write(`${line}\n`));
}

/**
 * Prints each real change as it is decided and a summary every few seconds, for people who try the daemon out. A reason that changes alone, or a
 * clock that moves a little, is none. Gives what to call at the end, with what became of the machine.
 */
export function show(
  answers: Shown,
  account: Account,
  print: (line: string) => void,
): (left: Outcome | undefined) => void {
  const shown = new Map<string, readonly Wanted[]>();
  let last = answers.status();
  let summaryAt = last.now;
  let changes = 0;
  print(
    `${banner(last)}, profile ${last.profile}: ${last.mode === 'govern' ? 'governing' : 'observing, nothing is written (--govern would)'}`,
  );
  answers.onTick(() => {
    const status = answers.status();
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
  return left => {
    for (const line of endingLines({ status: last, account, changes, left, now: Date.now() })) print(line);
  };
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
    return `${first.scope}  ${readFirst(first)}${also === '' ? '' : ` (${also} too)`}`;
  });
}

type Wanted = Status['controls'][number]['wanted'];

const wantedOf = ({ controls }: Status, scope: string): readonly Wanted[] =>
  controls.filter(c => c.name.startsWith(`${scope}.`)).map(c => c.wanted);

/** Whether a word changed, or a number by enough to matter. */
function isNews(before: readonly Wanted[] | undefined, now: readonly Wanted[]): boolean {
  if (before?.length !== now.length) return true;
  return now.some((value, i) => {
    const old = before[i];
    if (typeof value !== 'number' || typeof old !== 'number') return value !== old;
    return Math.abs(value - old) > leastChange * Math.max(Math.abs(value), Math.abs(old));
  });
}

const banner = ({ simulated, machine }: Status): string => (simulated ? `SIMULATED machine (${machine})` : machine);

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
