import { ControlError } from '../../../control/protocol/errors.js';
import type { Status } from '../../../control/protocol/status.js';
import type { Context } from '../../context.js';
import { askDaemon } from '../../daemon.js';
import { exitFailed, exitOk } from '../../exit.js';
import { journalProblems, newestJournal } from '../../journal.js';
import { leftovers } from '../../leftovers.js';
import { harmless } from '../../render/harmless.js';
import { banner } from '../../view/banner.js';
import { heldLines, leftLines } from '../../view/verify.js';

/** Whether the kernel has what the daemon wants; without a daemon, whether nothing of it was left behind. Fails when not. */
export async function run(context: Context): Promise<number> {
  const status = await askDaemon(context.runtimeDirs, client => client.status());
  if (!(status instanceof ControlError)) return verifyLive(context, status);
  if (status.kind !== 'absent') throw status;
  return verifyLeft(context);
}

function verifyLive({ json, style, print, printJson }: Context, status: Status): number {
  const { simulated, machine, mode, controls, journal } = status;
  const agreed = controls.every(c => c.state === 'held' || c.state === 'observed') && journal.failure === undefined;
  if (json) printJson({ running: true, simulated, machine, mode, agreed, controls, journal });
  else print(...banner(status, style), ...heldLines(harmless(status), style));
  return agreed ? exitOk : exitFailed;
}

async function verifyLeft({ json, style, print, printJson, helperDirs, stateDirs }: Context): Promise<number> {
  const left = await leftovers(helperDirs);
  const path = newestJournal(stateDirs);
  const journal = path === undefined ? null : { path, problems: await journalProblems(path) };
  const agreed = left.controls.length === 0 && left.unknown.length === 0 && (journal?.problems.length ?? 0) === 0;
  if (json) printJson({ running: false, simulated: false, agreed, left, journal });
  else print(...leftLines(harmless(left), journal, style));
  return agreed ? exitOk : exitFailed;
}
