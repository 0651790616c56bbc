import { ControlError } from '../../control/protocol/errors.js';
import { packageVersion } from '../../control/version.js';
import { runningRivals } from '../../machine/linux/procfs/rivals.js';
import type { Context } from '../context.js';
import { helperOnce } from '../helper-once.js';
import { newestJournal } from '../journal.js';
import { integrity } from '../journal-integrity.js';
import { askLive } from '../live.js';
import type { Facts } from './diagnose.js';

/** Asks the daemon; where none answers, the helper looks at the machine itself. */
export async function gather({ runtimeDirs, helperDirs, stateDirs }: Context): Promise<Facts> {
  const told = await askLive(runtimeDirs, async client => ({
    status: await client.status(),
    description: await client.description(),
  }));
  const alone = told instanceof ControlError;
  const path = alone ? newestJournal(stateDirs) : told.status.journal.path;
  // A simulation has no rivals: nobody else writes its files.
  const rivals = alone || !told.status.simulated ? runningRivals() : [];
  return {
    version: packageVersion(),
    daemon: alone ? told : told.status,
    description: alone ? await helperOnce(helperDirs[0] ?? '') : told.description,
    rivals: [
      ...rivals,
      ...(alone
        ? []
        : told.status.rivals.filter(n => !rivals.some(r => r.name === n)).map(name => ({ name, disable: null }))),
    ],
    journal: path === undefined ? undefined : { path, problems: await integrity(path) },
  };
}
