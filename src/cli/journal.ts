import { accessSync, constants, statSync } from 'node:fs';
import { journalPath } from '../control/paths.js';
import { errnoOf, messageOf } from '../control/protocol/errors.js';
import type { JournalReader } from '../journal/query/query.js';
import { Failure } from './exit.js';

/** The journal that was written last among the state directories; undefined when there is none. */
export function newestJournal(stateDirs: readonly string[]): string | undefined {
  const found = stateDirs.flatMap(directory => {
    const path = journalPath(directory);
    const written = Math.max(writtenAt(path) ?? -1, writtenAt(`${path}-wal`) ?? -1);
    return written < 0 ? [] : [{ path, written }];
  });
  return found.sort((a, b) => b.written - a.written)[0]?.path;
}

/** Lets `use` ask the newest journal. */
export async function withJournal<T>(stateDirs: readonly string[], use: (reader: JournalReader) => T): Promise<T> {
  const path = newestJournal(stateDirs);
  if (path === undefined) {
    const closed = stateDirs.find(isClosed);
    if (closed !== undefined)
      throw new Failure(
        `permission denied on ${closed}: its owner may read the journal there, and root (try it with sudo)`,
      );
    throw new Failure(
      `no journal in ${stateDirs.join(' or ')}: latticed has not run yet, or --state-dir names another place`,
    );
  }
  return openJournal(path, use);
}

/** Opens a journal, lets `use` ask it, and closes it. SQLite is loaded only here. */
export async function openJournal<T>(path: string, use: (reader: JournalReader) => T): Promise<T> {
  const { JournalReader } = await import('../journal/query/query.js');
  const reader = new JournalReader(path);
  try {
    return use(reader);
  } finally {
    reader.close();
  }
}

/** What is wrong with a journal; where it can't even be opened, why. */
export async function journalProblems(path: string): Promise<readonly string[]> {
  try {
    return await openJournal(path, reader => reader.integrity());
  } catch (error) {
    return [messageOf(error)];
  }
}

/** Whether this user may not look into it: what it holds is not known then. */
function isClosed(directory: string): boolean {
  try {
    accessSync(directory, constants.R_OK | constants.X_OK);
    return false;
  } catch (error) {
    return errnoOf(error) === 'EACCES';
  }
}

/** A journal may be in a directory that this user can't read; then it counts as absent. */
function writtenAt(path: string): number | undefined {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return undefined;
  }
}
