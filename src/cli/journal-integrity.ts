import { messageOf } from '../control/protocol/errors.js';
import { openJournal } from './journal.js';

/** What is wrong with a journal; one that can't even be opened is wrong in whole. */
export async function integrity(path: string): Promise<readonly string[]> {
  try {
    return await openJournal(path, reader => reader.integrity());
  } catch (error) {
    return [messageOf(error)];
  }
}
