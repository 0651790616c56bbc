import { expect, test } from 'vitest';
import { asciiOnly } from '../../../src/cli/render/ascii.js';
import { harmless } from '../../../src/cli/render/harmless.js';
import { isUtf8, plainStyle } from '../../../src/cli/render/style.js';
import { table } from '../../../src/cli/render/table.js';
import { changed } from '../../../src/cli/render/terminal.js';
import { columns, cut, fold, pad, wrap, wrapped } from '../../../src/cli/render/text.js';

test('colours take no columns', () => {
  expect(columns('\u001b[1mab\u001b[0m°')).toBe(3);
  expect(pad('\u001b[1mab\u001b[0m', 4)).toBe('\u001b[1mab\u001b[0m  ');
  expect(pad('7', 3, 'right')).toBe('  7');
});

test('cutting shows the cut', () => {
  expect([cut('abcdef', 6), cut('abcdef', 4), cut('abc', 1), cut('abc', 0)]).toEqual(['abcdef', 'abc…', '…', '']);
});

test('a line that is too long is folded, set in as it was and further', () => {
  expect(fold('  one  two', 10)).toEqual(['  one  two']);
  expect(fold('  one two three four', 11)).toEqual(['  one two', '    three', '    four']);
});

test('wrapping breaks at spaces; a limit of lines cuts the last', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('unbreakable', 4)).toEqual(['unbreakable']);
  expect(wrap('', 4)).toEqual([]);
  expect(wrapped('one two three four', 7, 2)).toEqual(['one two', 'three …']);
  expect(wrapped('one two', 3, 0)).toEqual([]);
});

test('a table is as wide as its cells, its last column as wide as the terminal allows', () => {
  const head = [{ title: 'A' }, { title: 'N', align: 'right' }, { title: 'WHY' }] as const;
  const rows = [
    ['policy0', '5', 'because it is so'],
    ['p', { text: '1234', tone: 'bad' as const }, ''],
  ];
  expect(table(head, rows, plainStyle)).toEqual([
    'A           N  WHY',
    'policy0     5  because it is so',
    'p        1234',
  ]);
  expect(table(head, rows, { ...plainStyle, width: 22 })[1]).toBe('policy0     5  becaus…');
});

test('without UTF-8 every character is one of ASCII', () => {
  expect(asciiOnly('71 °C · 0.80–3.10 GHz [━●─] ▁█ ✓ 漢')).toBe('71  C . 0.80-3.10 GHz [=o-] _# + ?');
});

test('the locale is asked in POSIX’s order', () => {
  expect(isUtf8({ LANG: 'de_DE.UTF-8' })).toBe(true);
  expect(isUtf8({ LANG: 'C.utf8', LC_ALL: '' })).toBe(true);
  expect(isUtf8({ LANG: 'de_DE.UTF-8', LC_ALL: 'C' })).toBe(false);
  expect(isUtf8({})).toBe(false);
});

test('control characters in names can’t move a cursor; others stay as they are', () => {
  const value = { names: ['evil\u001b[2J', 'tab\there', 'csi\u009b1m'], n: 1 };
  expect(harmless(value)).toEqual({ names: ['evil?[2J', 'tab?here', 'csi?1m'], n: 1 });
  const fine = { name: 'back\\slash °' };
  expect(harmless(fine)).toEqual(fine);
});

test('only lines that changed are drawn, gone ones are emptied', () => {
  expect(changed(['a', 'b', 'c'], ['a', 'x'])).toEqual([
    [1, 'x'],
    [2, ''],
  ]);
  expect(changed(['a'], ['a'])).toEqual([]);
});
