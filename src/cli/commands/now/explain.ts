import { ControlError } from '../../../control/protocol/errors.js';
import type { PromiseStatus } from '../../../control/protocol/promise-status.js';
import type { Context } from '../../context.js';
import { askDaemon } from '../../daemon.js';
import { exitOk, Failure } from '../../exit.js';
import { withJournal } from '../../journal.js';
import { harmless } from '../../render/harmless.js';
import { wrap } from '../../render/text.js';
import { dateTime } from '../../render/units.js';
import { banner } from '../../view/banner.js';
import { type Explanation, explainDecisions, explainStatus, explanationLines } from '../../view/explain.js';
import { promiseLine } from '../../view/promise.js';
import { type Holding, holderLines } from '../../view/requests.js';

interface Explained extends Holding {
  readonly source: 'daemon' | 'journal';
  readonly machine: string;
  readonly simulated: boolean;
  readonly explanations: readonly Explanation[];
  /** Only a running daemon promises something. */
  readonly promise?: PromiseStatus | undefined;
  /** A daemon that only looks on. */
  readonly observes?: boolean;
}

const natural = new Intl.Collator('en', { numeric: true });

interface Options {
  readonly scope?: string | undefined;
  /** The whole reason and its figures as well. */
  readonly why?: boolean | undefined;
}

/** One line a scope: from the daemon, or from the journal when none runs. */
export async function run(context: Context, { scope, why = false }: Options): Promise<number> {
  const explained = await explain(context);
  const chosen = explained.explanations.filter(e => scope === undefined || e.scope === scope);
  if (scope !== undefined && chosen.length === 0) throw new Failure(noSuchScope(scope, explained));
  chosen.sort((a, b) => natural.compare(a.scope, b.scope));
  if (context.json) {
    const { source, simulated, machine, promise = null, asked = null } = explained;
    context.printJson({ source, simulated, machine, promise, explanations: chosen, asked });
    return exitOk;
  }
  const { style } = context;
  const newest = Math.max(...chosen.map(e => e.at));
  context.print(
    ...banner(explained, style),
    ...(explained.source === 'journal' && chosen.length > 0
      ? [style.paint('dim', `no latticed running; as it was when last seen, ${dateTime(newest)}:`)]
      : []),
    ...(explained.observes === true ? [style.paint('dim', 'observing: nothing is written')] : []),
    ...(explained.promise === undefined || scope !== undefined
      ? []
      : sentence(promiseLine(harmless(explained.promise)), style.width)),
    ...explanationLines(harmless(chosen), why, style),
    ...holderLines(harmless(explained)).flatMap(line => sentence(line, style.width)),
    ...(chosen.length === 0 ? ['nothing was decided yet'] : []),
  );
  return exitOk;
}

async function explain({ runtimeDirs, stateDirs }: Context): Promise<Explained> {
  const status = await askDaemon(runtimeDirs, client => client.status());
  if (!(status instanceof ControlError)) {
    const { machine, simulated, asked, profile, mode, promise } = status;
    return {
      source: 'daemon',
      machine,
      simulated,
      explanations: explainStatus(status),
      asked,
      profile,
      promise,
      observes: mode === 'observe',
    };
  }
  return withJournal(stateDirs, reader => {
    const { machine, simulated } = reader.lastRun() ?? { machine: 'unknown', simulated: false };
    return { source: 'journal', machine, simulated, explanations: explainDecisions(reader.newestDecisions()) };
  });
}

/** A sentence over as many lines as the terminal needs, the later ones set in. */
function sentence(text: string, width: number): string[] {
  return wrap(text, width - 2).map((line, i) => (i === 0 ? line : `  ${line}`));
}

function noSuchScope(scope: string, { explanations }: Explained): string {
  return `${scope}: no such scope, expected one of ${explanations.map(e => e.scope).join(', ') || '(none decided yet)'}`;
}
