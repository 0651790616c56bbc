import { expect, test } from 'vitest';
import { Agenda } from '../../../../src/machine/simulated/work/agenda.js';

test('entries happen in order of time, then of adding; one may add another', () => {
  const agenda = new Agenda();
  const seen: string[] = [];
  agenda.add(20, () => seen.push('c'));
  agenda.add(10, at => {
    seen.push(`a${at}`);
    agenda.add(15, () => seen.push('b'));
  });
  agenda.add(20, () => seen.push('d'));
  expect(agenda.next).toBe(10);
  agenda.run(9);
  expect(seen).toEqual([]);
  agenda.run(20);
  expect(seen).toEqual(['a10', 'b', 'c', 'd']);
  expect(agenda.next).toBe(Number.POSITIVE_INFINITY);
});
