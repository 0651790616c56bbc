import { ControlError } from '../../control/protocol/errors.js';
import { packageVersion } from '../../control/version.js';
import { runningRivals } from '../../machine/linux/procfs/rivals.js';
import type { Context } from '../context.js';
import { askDaemon } from '../daemon.js';
import { helperOnce } from '../helper-once.js';
import { journalProblems, newestJournal } from '../journal.js';
import { startAdvice } from '../start-advice.js';
import type { Facts } from './diagnose.js';

/** Asks the daemon; where none answers, the helper looks at the machine itself. */
export async function gather({ runtimeDirs, helperDirs, stateDirs }: Context): Promise<Facts> {
  const answer = await askDaemon(runtimeDirs, async client => ({
    status: await client.status(),
    description: await client.description(),
  }));
  const alone = answer instanceof ControlError;
  const path = alone ? newestJournal(stateDirs) : answer.status.journal.path;
  // A simulation has no rivals: no other program writes its files.
  const rivals = alone || !answer.status.simulated ? await runningRivals() : [];
  return {
    version: packageVersion(),
    startAdvice: startAdvice(),
    daemon: alone ? answer : answer.status,
    description: alone ? await helperOnce(helperDirs[0] ?? '') : answer.description,
    rivals: [
      ...rivals,
      ...(alone
        ? []
        : answer.status.rivals.filter(n => !rivals.some(r => r.name === n)).map(name => ({ name, disable: null }))),
    ],
    journal: path === undefined ? undefined : { path, problems: await journalProblems(path) },
  };
}
