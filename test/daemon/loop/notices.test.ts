import { expect, test } from 'vitest';
import { Notices } from '../../../src/daemon/loop/notices.js';

test('what went wrong an hour ago, and not since, is no news any more', () => {
  const notices = new Notices(() => undefined);
  notices.add(0, 'the machine was put back to its baseline', 'lease');
  notices.add(1_800_000, 'the helper is away', 'gone');
  expect(notices.list(1_800_000)).toHaveLength(2);
  expect(notices.list(3_600_000).map(n => n.what)).toEqual(['the helper is away']);
  expect(notices.list(9_000_000)).toEqual([]);
});
