import type { AskJournal } from './archive.js';

/** Asks the journal at a path. SQLite is loaded with the first question; what was read is let go after each. */
export const journalAt =
  (path: string): AskJournal =>
  async use => {
    const { JournalReader } = await import('../../journal/query/query.js');
    const reader = new JournalReader(path);
    try {
      return use(reader);
    } finally {
      reader.close();
    }
  };
