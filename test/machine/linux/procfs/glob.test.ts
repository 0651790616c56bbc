import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Glob } from '../../../../src/machine/linux/procfs/glob.js';

const part = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.'), maxLength: 4 });

it('matches what a regular expression with `.*` for each star matches', () => {
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), fc.array(part, { maxLength: 8 }), (parts, texts) => {
      const expression = new RegExp(`^${parts.map(p => p.replaceAll('.', '\\.')).join('.*')}$`, 's');
      const text = texts.join('');
      expect(new Glob(parts.join('*')).matches(text)).toBe(expression.test(text));
    }),
    { numRuns: 2000 },
  );
});
