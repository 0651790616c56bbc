import { describe, expect, it } from 'vitest';
import { CorruptJournal, inWords, isCorrupt, isRefusedRow, JournalError } from '../../src/journal/errors.js';

const failing = (code: string): Error => Object.assign(new Error('raw'), { code });

describe('inWords', () => {
  it.each([
    ['SQLITE_FULL', 'the disk is full'],
    ['ENOSPC', 'the disk is full'],
    ['SQLITE_READONLY_DIRECTORY', 'not writable'],
    ['EROFS', 'not writable'],
    ['EACCES', 'no permission'],
    ['ENOTDIR', 'the state directory is no directory'],
    ['SQLITE_CANTOPEN', 'cannot be opened or created'],
    ['SQLITE_BUSY', 'locked by another process'],
    ['SQLITE_IOERR_WRITE', 'a read or write of the disk failed'],
  ])('says what %s means, with path and code', (code, words) => {
    const sentence = inWords(failing(code), '/x/journal.db');
    expect(sentence).toContain(`/x/journal.db: ${words}`);
    expect(sentence).toContain(`(${code})`);
  });

  it('passes on what it does not know, and its own errors as they are', () => {
    expect(inWords(failing('SQLITE_ERROR'), '/x')).toBe('/x: raw');
    expect(inWords('thrown text', '/x')).toBe('/x: thrown text');
    expect(inWords(new JournalError('/y', 'is odd'), '/x')).toBe('/y: is odd');
  });
});

describe('kinds of failure', () => {
  it('knows corruption', () => {
    expect(['SQLITE_CORRUPT', 'SQLITE_CORRUPT_INDEX', 'SQLITE_NOTADB'].map(code => isCorrupt(failing(code)))).toEqual([
      true,
      true,
      true,
    ]);
    expect(isCorrupt(new CorruptJournal('/x', 'is corrupt'))).toBe(true);
    expect(isCorrupt(failing('SQLITE_FULL'))).toBe(false);
  });

  it('knows rows that no journal would take', () => {
    expect(isRefusedRow(failing('SQLITE_CONSTRAINT_NOTNULL'))).toBe(true);
    expect(isRefusedRow(new TypeError('bind'))).toBe(true);
    expect(isRefusedRow(failing('SQLITE_FULL'))).toBe(false);
  });
});
