import { describe, expect, it } from 'vitest';
import { JournalReader } from '../../../src/journal/query/query.js';
import { historyOf } from '../../../src/web/history/told.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { hostileJournal, markup } from '../hostile-journal.js';

const hour = 3_600_000;
const until = Date.UTC(2026, 10, 22);

function told(span: 'day' | 'week' | 'year') {
  const reader = new JournalReader(hostileJournal(folderForTest('history'), until));
  try {
    return historyOf(reader, span, until);
  } finally {
    reader.close();
  }
}

describe('the history of the page', () => {
  it('has charts, and on the same axis what was in force and what people asked for', () => {
    const { chart, profiles, sources, marks, since } = told('day');
    expect(chart.panes.map(p => p.title)).toEqual(['Power', 'Temperature, hottest zone', 'Frequency', 'Decisions']);
    expect(since).toBe(until - 24 * hour);
    expect(profiles.map(b => b.what)).toContain(markup);
    expect([...new Set(sources.map(b => b.what))]).toEqual(['mains', 'battery']);
    expect(marks).toMatchObject([
      { at: until - 5 * hour, kind: 'profile' },
      { at: until - 3 * hour, kind: 'override', words: 'override asked (max 2.40 GHz)' },
    ]);
  });

  it('is no more points for a year than for a day', () => {
    for (const span of ['day', 'week', 'year'] as const) {
      const { chart } = told(span);
      expect(chart.times.length).toBeLessThanOrEqual(750);
      for (const { lines } of chart.panes)
        for (const { values } of lines) expect(values).toHaveLength(chart.times.length);
    }
  });

  it('tells who used the energy, and each decision in one line', () => {
    const { usage, decisions, joules } = told('day');
    expect(usage).toMatchObject({ users: [{ name: markup, joules: 9, share: 0.9 }], idle: { joules: 1 } });
    expect(joules).toBeCloseTo(10 * 24 * 3600, -3);
    expect(decisions.length).toBeGreaterThan(20);
    for (const { why } of decisions) expect(why).toMatch(/^Up to \d\.\d\d GHz: /);
  });

  it('calls an estimate one where no experiment was', () => {
    const { proof } = told('week');
    expect(proof).toMatchObject({ kind: 'estimate', at: null });
    expect(proof.sentence).toContain('The work may have differed');
  });

  it('is empty of an empty time, and no error', () => {
    const reader = new JournalReader(hostileJournal(folderForTest('history'), until));
    const { chart, marks, decisions, usage, proof } = historyOf(reader, 'day', until - 300 * 24 * hour);
    reader.close();
    expect([chart.panes, marks, decisions, usage.users]).toEqual([[], [], [], []]);
    expect(proof.kind).toBe('nothing');
  });
});
