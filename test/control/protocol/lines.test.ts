import { expect, test } from 'vitest';
import { LineSplitter, LineTooLong } from '../../../src/control/protocol/lines.js';

const split = (splitter: LineSplitter, text: string | Buffer) => [...splitter.push(Buffer.from(text))];

test('lines come out whole, however the bytes arrive', () => {
  const splitter = new LineSplitter(100);
  expect(split(splitter, 'one\ntw')).toEqual(['one']);
  expect(split(splitter, 'o')).toEqual([]);
  expect(split(splitter, '\n\nthree\n')).toEqual(['two', '', 'three']);
});

test('a character cut in two by the stream is whole again', () => {
  const splitter = new LineSplitter(100);
  const bytes = Buffer.from('71 °C\n');
  expect(split(splitter, bytes.subarray(0, 4))).toEqual([]);
  expect(split(splitter, bytes.subarray(4))).toEqual(['71 °C']);
});

test('a line of exactly the limit passes, one byte more does not, ended or not', () => {
  expect(split(new LineSplitter(4), 'abcd\n')).toEqual(['abcd']);
  expect(() => split(new LineSplitter(4), 'abcde\n')).toThrow(LineTooLong);
  const slowly = new LineSplitter(4);
  split(slowly, 'abc');
  expect(() => split(slowly, 'de')).toThrow('line of more than 4 bytes');
});

test('lines before an overlong one are still given out', () => {
  const given: string[] = [];
  expect(() => {
    for (const line of new LineSplitter(4).push(Buffer.from('ok\ntoo long\n'))) given.push(line);
  }).toThrow(LineTooLong);
  expect(given).toEqual(['ok']);
});
