import { expect, test } from 'vitest';
import { effectiveProfile } from '../../../src/model/people/holds.js';

test('power-saver wins over performance, and what was set holds without holds', () => {
  expect(effectiveProfile('balanced', [])).toBe('balanced');
  expect(effectiveProfile('power-saver', [{ profile: 'performance' }])).toBe('performance');
  expect(effectiveProfile('balanced', [{ profile: 'power-saver' }, { profile: 'performance' }])).toBe('power-saver');
});
