import type { Context } from '../../context.js';
import { exitOk, Failure } from '../../exit.js';
import { withJournal } from '../../journal.js';
import { harmless } from '../../render/harmless.js';
import { banner } from '../../view/banner.js';
import { decisionLines } from '../../view/decisions.js';

/** The newest decisions of the journal, newest first; a daemon may run or not. */
export async function run(
  { stateDirs, json, style, print, printJson }: Context,
  span: { readonly since?: number; readonly limit: number; readonly scope?: string },
): Promise<number> {
  const { last, decisions, scopes } = await withJournal(stateDirs, reader => ({
    last: reader.lastRun(),
    decisions: reader.decisions(span),
    scopes: reader.newestDecisions().map(d => d.scope),
  }));
  if (span.scope !== undefined && decisions.length === 0 && !scopes.includes(span.scope))
    throw new Failure(`${span.scope}: no such scope, expected one of ${scopes.join(', ') || '(none decided yet)'}`);
  if (json) {
    printJson({ simulated: last?.simulated ?? null, machine: last?.machine ?? null, decisions });
    return exitOk;
  }
  print(
    ...(last === undefined ? [] : banner(last, style)),
    ...(decisions.length === 0 ? ['no decision in that time'] : decisionLines(harmless(decisions), Date.now(), style)),
  );
  return exitOk;
}
