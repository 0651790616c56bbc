import { join } from 'node:path';
import { systemHelperDirectory } from '../../control/paths.js';
import { ControlError } from '../../control/protocol/errors.js';
import { packageVersion } from '../../control/version.js';
import { runningRivals } from '../../machine/linux/procfs/rivals.js';
import type { Context } from '../context.js';
import { askDaemon } from '../daemon.js';
import { helperOnce } from '../helper-once.js';
import { journalProblems, newestJournal } from '../journal.js';
import { startAdvice } from '../start-advice.js';
import type { Facts } from './diagnose.js';

/** Asks the daemon; where none answers, the helper looks at the machine itself, and at a tree (`root`) always. */
export async function gather({ runtimeDirs, helperDirs, stateDirs }: Context, root?: string): Promise<Facts> {
  if (root !== undefined) return ofTree(root);
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

/** Neither a daemon nor a journal belongs to it. */
async function ofTree(root: string): Promise<Facts> {
  return {
    version: packageVersion(),
    startAdvice: startAdvice(),
    daemon: undefined,
    description: await helperOnce(join(root, systemHelperDirectory), root),
    rivals: await runningRivals(root),
    journal: undefined,
  };
}
