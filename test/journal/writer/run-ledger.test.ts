import { beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from '../../../src/journal/writer/opening.js';
import { RunLedger } from '../../../src/journal/writer/run-ledger.js';
import { journalIn, rows, runRow, scratch } from '../support.js';

const next = { ...runRow, started: 9_000_000, bootId: 'boot-2' };

let path: string;
let ledger: RunLedger;
beforeEach(() => {
  path = journalIn(scratch());
  ledger = new RunLedger(openJournal(path, 0).db);
});

const gaps = (): unknown[] => rows(path, 'SELECT run, from_ms, until_ms, why FROM gap');

describe('RunLedger', () => {
  it('begins without a gap in a new journal', () => {
    expect(ledger.begin(runRow)).toBe(1);
    expect(gaps()).toEqual([]);
    expect(rows(path, 'SELECT * FROM run')).toEqual([
      {
        id: 1,
        started_ms: 1_000_000,
        until_ms: 1_000_000,
        ended_ms: null,
        boot_id: 'boot-1',
        version: '0.1.0',
        machine: 'linux',
        simulated: 0,
      },
    ]);
  });

  it('makes a gap from the last sign of life of a killed run', () => {
    ledger.extend(ledger.begin(runRow), 2_000_000);
    expect(ledger.begin(next)).toBe(2);
    expect(gaps()).toEqual([{ run: 2, from_ms: 2_000_000, until_ms: 9_000_000, why: 'stopped' }]);
  });

  it('makes a gap from the clean end of a run', () => {
    ledger.end(ledger.begin(runRow), 3_000_000);
    ledger.begin(next);
    expect(gaps()).toEqual([{ run: 2, from_ms: 3_000_000, until_ms: 9_000_000, why: 'stopped' }]);
    expect(rows(path, 'SELECT ended_ms FROM run')).toEqual([{ ended_ms: 3_000_000 }, { ended_ms: null }]);
  });

  it('goes on with the run that is open', () => {
    ledger.extend(ledger.begin(runRow), 2_000_000);
    expect(ledger.begin(runRow)).toBe(1);
    expect(gaps()).toEqual([]);
  });

  it('makes no gap of negative length when the clock was set back', () => {
    ledger.extend(ledger.begin(runRow), 99_000_000);
    ledger.begin(next);
    expect(gaps()).toEqual([]);
  });

  it('never shortens a run', () => {
    const run = ledger.begin(runRow);
    ledger.extend(run, 2_000_000);
    ledger.extend(run, 1_500_000);
    expect(rows(path, 'SELECT until_ms FROM run')).toEqual([{ until_ms: 2_000_000 }]);
  });
});
