import type { PolicyStatus, Status } from '../control/protocol/status.js';
import type { Daemon } from './lifecycle.js';

const summaryMs = 5000;

/** Prints every decision as it is made and a summary every few seconds, for people who try the daemon out. */
export function showOnStdout(daemon: Daemon): void {
  // Whoever looked has left (`npm start | head`): stop in order.
  process.stdout.once('error', () => process.kill(process.pid, 'SIGTERM'));
  const shown = new Map<string, string>();
  let summaryAt = Date.now();
  const first = daemon.answers.status();
  print(
    `${banner(first)}, profile ${first.profile}: ${first.mode === 'govern' ? 'governing' : 'observing, nothing is written (--govern would)'}`,
  );
  daemon.answers.onTick(() => {
    const status = daemon.answers.status();
    const news = status.policies.filter(({ scope }) => {
      const wanted = wantedOf(status, scope);
      const isNew = shown.get(scope) !== wanted;
      shown.set(scope, wanted);
      return isNew;
    });
    for (const line of grouped(news)) print(`${status.mode === 'govern' ? '' : 'would: '}${line}`);
    if (status.now - summaryAt < summaryMs) return;
    summaryAt = status.now;
    print(summary(status));
  });
}

/** Domains of which the same is to be said share one line. */
function grouped(policies: readonly PolicyStatus[]): string[] {
  const scopes = new Map<string, string[]>();
  for (const { scope, explanation } of policies) {
    const text = explanation.slice(scope.length);
    scopes.set(text, [...(scopes.get(text) ?? []), scope]);
  }
  return [...scopes].map(
    ([text, names]) => `${names.length > 3 ? `${names[0]} to ${names.at(-1)}` : names.join(', ')}${text}`,
  );
}

const banner = ({ simulated, machine }: Status): string => (simulated ? `SIMULATED machine (${machine})` : machine);

/** What makes a decision a new one to look at: its limits and who set them. */
function wantedOf({ controls, policies }: Status, scope: string): string {
  const reasons = policies.find(p => p.scope === scope)?.reasons.map(r => `${r.rule}/${r.code}`);
  return JSON.stringify([controls.filter(c => c.name.startsWith(`${scope}.`)).map(c => c.wanted), reasons]);
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
