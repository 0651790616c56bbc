import { expect, it } from 'vitest';
import type { Point } from '../../src/journal/query/history.js';
import { csvRows, exportedOf, jsonLines } from '../../src/report/export.js';

const at = Date.UTC(2026, 10, 24, 18);
const energy: Point = {
  at,
  kind: 'energy',
  name: 'package0',
  integral: 90_000,
  measuredMs: 45_000,
  min: 500,
  max: 4000,
};
const rows = [
  energy,
  {
    ...energy,
    kind: 'temperature',
    name: 'a "hot", zone',
    integral: 45_000 * 61_500,
    measuredMs: 45_000,
    min: null,
  } as const,
  { ...energy, integral: 0, measuredMs: 0, max: null },
].map(exportedOf);

it('energy comes in J with its mean power, all else with its mean over what was measured', () => {
  expect(rows[0]).toMatchObject({ from: '2026-11-24T18:00:00.000Z', mean: 2000, joules: 90, measured_seconds: 45 });
  expect(rows[1]).toMatchObject({ mean: 61_500, joules: null });
  expect(rows[2]).toMatchObject({ mean: null, joules: 0 });
});

it('what is counted comes with its rate, and a promise with its share of the time', () => {
  const counted = { ...energy, min: null, max: null, integral: 90, measuredMs: 45_000 };
  expect(exportedOf({ ...counted, kind: 'raises' })).toMatchObject({ unit: '1/s', mean: 2, joules: null });
  expect(exportedOf({ ...counted, kind: 'promise', integral: 9000 })).toMatchObject({ unit: 'share', mean: 0.2 });
});

it('as CSV it quotes what needs it and leaves what is not known empty', () => {
  expect(csvRows(rows).split('\r\n')).toEqual([
    'from,kind,name,unit,mean,min,max,measured_seconds,joules',
    '2026-11-24T18:00:00.000Z,energy,package0,mW,2000,500,4000,45,90',
    '2026-11-24T18:00:00.000Z,temperature,"a ""hot"", zone",m°C,61500,,4000,45,',
    '2026-11-24T18:00:00.000Z,energy,package0,mW,,500,,0,0',
    '',
  ]);
});

it('as JSON lines each is an object', () => {
  expect(
    jsonLines(rows)
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line)),
  ).toEqual(rows);
});
