import { expect, it } from 'vitest';
import { cellsOf, csvFieldsOf, csvHeaders, headings } from '../../src/report/columns.js';
import type { Use } from '../../src/report/energy.js';

const figures = { joules: 3600, measuredSeconds: 60, meanWatts: 60, peakWatts: 75.25, hottest: 61.5 };
const use: Use = { from: 0, until: 1, domain: 'package0', ...figures };
const quantities = {
  energy: (joules: number) => `${joules} J`,
  power: (watts: number) => `${watts} W`,
  temperature: (celsius: number) => `${celsius} °C`,
  span: (ms: number) => `${ms} ms`,
};

it('every column fills its place in CSV and for people', () => {
  expect(csvHeaders.map((header, i) => [header, csvFieldsOf(use)[i]])).toEqual([
    ['joules', '3600.000'],
    ['watt_hours', '1.000000'],
    ['mean_watts', '60.000'],
    ['peak_watts', '75.250'],
    ['hottest_celsius', '61.5'],
    ['measured_seconds', '60.0'],
  ]);
  expect(headings.map((heading, i) => [heading, cellsOf(use, quantities)[i]])).toEqual([
    ['energy', '3600 J'],
    ['mean', '60 W'],
    ['peak', '75.25 W'],
    ['hottest', '61.5 °C'],
    ['measured', '60000 ms'],
  ]);
});

it('what is not known is a dash for people and empty in CSV', () => {
  const unknown = { ...use, meanWatts: Number.NaN, hottest: null };
  expect(cellsOf(unknown, quantities)).toEqual(['3600 J', '–', '75.25 W', '–', '60000 ms']);
  expect(csvFieldsOf(unknown)).toEqual(['3600.000', '1.000000', '', '75.250', '', '60.0']);
});

it('every figure of a use, which JSON shows, is a column too', () => {
  const read = new Set<string>();
  const get = (of: Use, name: string | symbol): unknown => {
    read.add(String(name));
    return Reflect.get(of, name);
  };
  csvFieldsOf(new Proxy(use, { get }));
  expect([...read].sort()).toEqual(Object.keys(figures).sort());
});
