import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseBeat } from '../../../src/control/protocol/beat.js';

/** The heartbeat in a line, or what is wrong with it. */
const beatIn = (line: string) => {
  const told = parseBeat(line);
  return typeof told === 'string' ? told : told.beat;
};

test('a heartbeat is a name, a pid and the units done', () => {
  const beat = { name: 'x264 (1080p)'.replace(/[()]/g, '/'), pid: 123, done: 456.5 };
  expect(beatIn(JSON.stringify(beat))).toEqual(beat);
  expect(beatIn('{"name":"é","pid":1,"done":0,"later":"field"}')).toEqual({ name: 'é', pid: 1, done: 0 });
});

test('it may name the GPU that the work is done on', () => {
  const named = (gpu: unknown) => beatIn(JSON.stringify({ name: 'train', pid: 7, done: 1, gpu }));
  expect(named(3)).toEqual({ name: 'train', pid: 7, done: 1, gpu: 3 });
  expect(named('GPU-5d1f3a')).toMatchObject({ gpu: 'GPU-5d1f3a' });
  for (const wrong of [-1, 0.5, 256, null, '', 'a\u001b[2J', {}])
    expect(named(wrong)).toMatch(/^gpu: expected the N of gpuN/);
});

test('it may tell the longest answer since the line before', () => {
  const told = (answer: unknown) => beatIn(JSON.stringify({ name: 'server', pid: 7, done: 1, gpu: 0, answer }));
  expect(told(12.5)).toEqual({ name: 'server', pid: 7, done: 1, gpu: 0, answer: 12.5 });
  for (const wrong of [0, -1, null, '5', 3_600_001])
    expect(told(wrong)).toBe('answer: expected a number above 0, up to 3600000 ms, the longest since the line before');
});

test('it may say what its units are, in one word', () => {
  const counted = (unit: unknown) => beatIn(JSON.stringify({ name: 'decode', pid: 7, done: 1, unit }));
  expect(counted('tokens')).toEqual({ name: 'decode', pid: 7, done: 1, unit: 'tokens' });
  for (const wrong of ['', 'two words', '9', 'a\u001b[2J', 'x'.repeat(25), 1, null, {}])
    expect(counted(wrong)).toBe('unit: expected a word of 1 to 24 letters, digits, _ or -, such as tokens');
});

test.each([
  ['done', 'not JSON, expected {"name":"x","pid":123,"done":456}'],
  ['[1]', 'not an object, expected {"name":"x","pid":123,"done":456}'],
  ['null', 'not an object, expected {"name":"x","pid":123,"done":456}'],
  ['{"pid":1,"done":1}', 'name: expected 1 to 64 letters, digits, spaces or ._+:@/-'],
  ['{"name":"a\\u001b[2J","pid":1,"done":1}', 'name: expected 1 to 64 letters, digits, spaces or ._+:@/-'],
  [`{"name":"${'x'.repeat(65)}","pid":1,"done":1}`, 'name: expected 1 to 64 letters, digits, spaces or ._+:@/-'],
  ['{"name":"x","pid":0,"done":1}', 'pid: expected a whole number from 1 to 4194304'],
  ['{"name":"x","pid":1.5,"done":1}', 'pid: expected a whole number from 1 to 4194304'],
  [
    '{"name":"x","pid":1,"done":-1}',
    'done: expected a number from 0 to 9007199254740991, the units done since the start',
  ],
  [
    '{"name":"x","pid":1,"done":1e300}',
    'done: expected a number from 0 to 9007199254740991, the units done since the start',
  ],
  ['{"name":"x","pid":1}', 'done: expected a number from 0 to 9007199254740991, the units done since the start'],
])('%s is refused', (line, error) => {
  expect(parseBeat(line)).toBe(error);
});

test('whatever comes is a heartbeat in range or a short error', () => {
  const nearly = fc.record(
    {
      name: fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.anything()),
      pid: fc.oneof(fc.integer(), fc.double(), fc.anything()),
      done: fc.oneof(fc.double(), fc.nat(), fc.anything()),
      hint: fc.oneof(
        fc.anything(),
        fc.record({ deadline: fc.oneof(fc.double(), fc.anything()), latency: fc.anything() }, { requiredKeys: [] }),
      ),
    },
    { requiredKeys: [] },
  );
  const line = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    nearly.map(body => JSON.stringify(body, (_, value) => (typeof value === 'bigint' ? `${value}` : value)) ?? ''),
  );
  fc.assert(
    fc.property(line, text => {
      const told = parseBeat(text);
      if (typeof told === 'string') {
        expect(told.length).toBeLessThan(120);
        return;
      }
      const { name, pid, beat, hint } = told;
      expect(name).toMatch(/^[^\p{C}]{1,64}$/u);
      expect(Number.isInteger(pid) && pid > 0).toBe(true);
      expect(beat !== undefined || hint !== undefined).toBe(true);
      if (beat !== undefined) expect(Number.isFinite(beat.done) && beat.done >= 0).toBe(true);
      for (const ms of [hint?.deadline, hint?.latency])
        if (ms !== undefined && ms !== null) expect(ms > 0 && ms <= 3_600_000).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
