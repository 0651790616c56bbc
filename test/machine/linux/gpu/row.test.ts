import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { columnsFrom, refusedField, without } from '../../../../src/machine/linux/gpu/fields.js';
import { parseRow } from '../../../../src/machine/linux/gpu/row.js';

const help = readFileSync(new URL('../../../fixtures/nvidia-smi-stand-in/help-query-gpu.txt', import.meta.url), 'utf8');
const columns = columnsFrom(help);
const good: Readonly<Record<string, string>> = {
  uuid: 'GPU-00000000-0000-0000-0000-000000000000',
  timestamp: '2026/06/26 11:59:44.226',
  index: '0',
  'utilization.gpu': '97',
  'utilization.memory': '23',
  'power.draw': '26.20',
  'clocks.current.graphics': '210',
  'clocks.current.memory': '405',
  'temperature.gpu': '43',
  'temperature.memory': 'N/A',
  'clocks_event_reasons.active': '0x0000000000000005',
  'enforced.power.limit': '320.00',
  pstate: 'P8',
};
const line = (change: Readonly<Record<string, string>> = {}): string =>
  columns.map(c => ({ ...good, ...change })[c.field] ?? '?').join(', ');

describe('the field list', () => {
  it('is taken from a real driver’s help', () => {
    expect(columns.map(c => c.field).sort()).toEqual(Object.keys(good).sort());
  });

  it('uses the old names of an old driver, and leaves out what it has not', () => {
    const old = columnsFrom('"uuid" or "gpu_uuid"\n"clocks_throttle_reasons.active"\n"power.draw"\n');
    expect(old.map(c => c.field)).toEqual(['uuid', 'power.draw', 'clocks_throttle_reasons.active']);
  });

  it('asks for everything where the help says nothing', () => {
    expect(columnsFrom(undefined)).toEqual(columns);
    expect(columnsFrom('usage: …')).toEqual(columns);
  });

  it('goes on without a field that is refused, by its older name first', () => {
    expect(refusedField('Field "pstate" is not a valid field to query.')).toBe('pstate');
    expect(refusedField(line())).toBeUndefined();
    expect(without(columns, 'pstate')).toHaveLength(columns.length - 1);
    const older = without(columns, 'clocks_event_reasons.active');
    expect(older.find(c => c.figure === 'throttle')?.field).toBe('clocks_throttle_reasons.active');
    expect(without(older, 'clocks_throttle_reasons.active')).toHaveLength(columns.length - 1);
  });
});

describe('a row', () => {
  it('is read in the signals’ units', () => {
    expect(parseRow(line(), columns)).toEqual({
      uuid: good.uuid,
      timestamp: good.timestamp,
      index: 0,
      busy: 97,
      memoryBusy: 23,
      power: 26_200_000,
      clock: 210_000,
      memoryClock: 405_000,
      temperature: 43,
      memoryTemperature: undefined,
      throttle: 5,
      enforcedLimit: 320_000_000,
      pstate: 8,
    });
  });

  it.each([
    '[N/A]',
    'N/A',
    '[Not Supported]',
    '[Requested functionality has been deprecated]',
    '[Insufficient Permissions]',
    '[Unknown Error]',
    '[Function Not Found]',
    '[GPU requires reset]',
    'ERR!',
    '',
    '26.20 W',
    '1e3',
    'NaN',
    '-5',
    '99999999',
    '0x10',
  ])('%o is missing and not 0', text => {
    const row = parseRow(
      line({ 'power.draw': text, 'utilization.gpu': text, 'clocks.current.graphics': text, 'temperature.gpu': text }),
      columns,
    );
    expect(row).toMatchObject({ uuid: good.uuid, memoryBusy: 23 });
    expect([row?.power, row?.busy, row?.clock, row?.temperature]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it.each([
    ['an error on standard output', "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."],
    ['a version mismatch', 'Failed to initialize NVML: Driver/library version mismatch'],
    ['no device', 'No devices were found'],
    ['a header', Object.keys(good).join(', ')],
    ['half a line', line().slice(0, 60)],
    ['two lines in one', line() + line()],
    ['nothing', ''],
    ['another uuid', line({ uuid: 'unknown' })],
  ])('%s is no row', (_, text) => {
    expect(parseRow(text, columns)).toBeUndefined();
  });
});
