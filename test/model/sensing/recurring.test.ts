import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Recurring } from '../../../src/model/sensing/recurring.js';

test('a key may be a number, and has one value', () => {
  const map = new Recurring<string, number>();
  for (const key of [7, 3]) map.add(key, `value of ${key}`);
  expect([map.find(3), map.find(7), map.find(5)]).toEqual(['value of 3', 'value of 7', undefined]);
  expect(() => map.add(7, 'another')).toThrow('7 has a value');
});

test('it is a map, in whatever order it is asked', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e')), asked => {
      const made: string[] = [];
      const map = new Recurring<string>();
      for (const key of asked) {
        expect(map.find(key)).toBe(made.includes(key) ? `value of ${key}` : undefined);
        const value = map.get(key, k => {
          made.push(k);
          return `value of ${k}`;
        });
        expect(value).toBe(`value of ${key}`);
      }
      expect(made).toEqual([...new Set(asked)]);
      expect(map.all()).toEqual(made.map(k => `value of ${k}`));
    }),
  );
});
