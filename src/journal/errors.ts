/** What is wrong with a journal, with its path, in words for people. */
export class JournalError extends Error {
  override readonly name: string = 'JournalError';
  readonly path: string;

  constructor(path: string, what: string) {
    super(`${path}: ${what}`);
    this.path = path;
  }
}

/** The file is a damaged database and has to be replaced by a new one. */
export class CorruptJournal extends JournalError {
  override readonly name = 'CorruptJournal';
}

/** The code of SQLite's and Node's errors. Found by shape, since SQLite's class would load SQLite into the daemon's main thread. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** The one failure that does not pass with time. */
export function isCorrupt(error: unknown): boolean {
  return error instanceof CorruptJournal || /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error));
}

/** The rows themselves are refused: a retry would block all later ones. */
export function isRefusedRow(error: unknown): boolean {
  return (
    /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/.test(codeOf(error)) ||
    error instanceof TypeError ||
    error instanceof RangeError
  );
}

const sentences: readonly (readonly [RegExp, string])[] = [
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, 'the disk is full'],
  [/^(SQLITE_READONLY|EROFS)/, 'not writable (read-only file system or no permission)'],
  [/^(SQLITE_PERM|SQLITE_AUTH|EACCES|EPERM)/, 'no permission'],
  [/^(ENOTDIR|EEXIST)/, 'the state directory is no directory'],
  [/^SQLITE_CANTOPEN/, 'cannot be opened or created; expected a file in a directory this user may write to'],
  [/^(SQLITE_BUSY|SQLITE_LOCKED)/, 'locked by another process'],
  [
    /^ERR_DLOPEN_FAILED/,
    `the addon for SQLite does not load into this Node (${process.version}, ABI ${process.versions.modules}): start it with the Node that it was installed for, or install it anew with this one`,
  ],
  [/^SQLITE_IOERR/, 'a read or write of the disk failed (file size limit, quota or a bad disk)'],
];

/** One sentence for people about an error of SQLite, the kernel or this module. */
export function inWords(error: unknown, path: string): string {
  if (error instanceof JournalError) return error.message;
  const code = codeOf(error);
  const sentence = sentences.find(([pattern]) => pattern.test(code))?.[1];
  const message = error instanceof Error ? error.message : String(error);
  return sentence === undefined ? `${path}: ${message}` : `${path}: ${sentence} (${code})`;
}
