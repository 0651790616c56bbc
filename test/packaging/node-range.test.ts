import { expect, test } from 'vitest';
import { nodeRange } from '../../packaging/node-range.js';

const engines = '^20.19.0 || ^22.12.0 || ^24.0.0';

test('a package is for one major version of Node, from the oldest that the program runs on', () => {
  expect(nodeRange(engines, '20.20.2', '115')).toEqual({ from: '20.19.0', below: 21, abi: '115' });
  expect(nodeRange(engines, '22.12.0', '127')).toEqual({ from: '22.12.0', below: 23, abi: '127' });
  expect(nodeRange(engines, '24.11.1', '137')).toEqual({ from: '24.0.0', below: 25, abi: '137' });
});

test.each(['18.20.4', '20.18.3', '21.7.0', '22.11.9', '26.0.0'])('Node %s makes none', version => {
  expect(() => nodeRange(engines, version, '1')).toThrow(`this is Node ${version}, and a package is made with one of`);
});
