import { expect, test } from 'vitest';
import { nearest } from '../../../src/model/people/nearest.js';

const names = ['performance', 'balanced', 'power-saver', 'set', 'spectrum', 'clear', 'list', 'battery'];

test.each([
  ['perfromance', 'performance'],
  ['clar', 'clear'],
  ['spectrm', 'spectrum'],
  ['batery', 'battery'],
  ['Balanced', undefined],
  ['ste', 'set'],
  ['colour', undefined],
  ['', undefined],
])('%j is meant to be %j', (word, name) => {
  expect(nearest(word, names)).toBe(name);
});
