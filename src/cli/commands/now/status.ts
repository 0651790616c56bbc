import { ControlError } from '../../../control/protocol/errors.js';
import type { Context } from '../../context.js';
import { askDaemon } from '../../daemon.js';
import { exitFailed, exitOk } from '../../exit.js';
import { newestJournal, withJournal } from '../../journal.js';
import { harmless } from '../../render/harmless.js';
import { dateTime } from '../../render/units.js';
import { startAdvice } from '../../start-advice.js';
import { banner } from '../../view/banner.js';
import { explainDecisions } from '../../view/explain.js';
import { statusLines } from '../../view/status.js';

/** What the daemon does now; when none runs, what the last one did, and a failure. */
export async function run(context: Context): Promise<number> {
  const status = await askDaemon(context.runtimeDirs, client => client.status());
  if (status instanceof ControlError && status.kind === 'absent') return lastSeen(context, status);
  if (status instanceof ControlError) throw status;
  if (context.json) context.printJson({ running: true, ...status });
  else context.print(...statusLines(harmless(status), context.style));
  return exitOk;
}

async function lastSeen(context: Context, why: ControlError): Promise<number> {
  process.stderr.write(`latticectl: ${why.message}; ${startAdvice()}\n`);
  const found = newestJournal(context.stateDirs);
  const { run: last = null, decisions = [] } =
    found === undefined
      ? {}
      : await withJournal(context.stateDirs, reader => ({
          run: reader.lastRun(),
          decisions: reader.newestDecisions(),
        }));
  if (context.json) {
    context.printJson({ running: false, simulated: last?.simulated ?? null, why: why.message, run: last, decisions });
  } else if (last !== null) {
    const { style } = context;
    const ended = last.ended === null ? 'it did not end cleanly' : 'it ended cleanly';
    context.print(
      ...banner(last, style),
      `last seen ${dateTime(last.until)} on ${last.machine} (latticed ${last.version}, started ${dateTime(last.started)}; ${ended})`,
      ...explainDecisions(harmless(decisions)).map(e => `  ${e.scope}  ${e.summary}`),
    );
  }
  return exitFailed;
}
