import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderForTest } from '../../fixtures/scratch.js';
import { until } from '../../rig/poll.js';
import { cap, client, hold, onBattery, set, usual, who, wishing } from './requesting.js';

test('all of it outlives the daemon with the time that is left; connections that end with the daemon end nothing', () => {
  const { wishes, clock, again } = wishing();
  wishes.change({ op: 'set', profile: 'performance' }, who, client);
  wishes.change(hold('power-saver'), who, client);
  wishes.change(cap({ for: 100 }), who, client);
  wishes.stop();
  wishes.left(client);
  clock.now += 60;
  const next = again();
  expect(next.status()).toMatchObject({
    profile: 'power-saver',
    chosen: 'performance',
    holds: [{ id: 1, app: 'make', who }],
    overrides: [{ id: 2, remaining: 40, wish: { max: 2_000_000 } }],
  });
  expect(next.change(cap({ for: 5 }), who, client)).toMatchObject({ made: 3 });
  next.stop();
  clock.now += 40;
  expect(again().status().overrides).toEqual([]);
});

test('a hold of a process that died with the daemon away is not believed', () => {
  const { wishes, path, again } = wishing();
  wishes.change(hold('performance'), who, client);
  wishes.stop();
  writeFileSync(path, readFileSync(path, 'utf8').replace(/"start": \d+/, '"start": 1'));
  expect(again().status()).toMatchObject({ profile: 'balanced', holds: [] });
});

test('a holder that nobody can name is not remembered', () => {
  const { wishes, again } = wishing();
  wishes.change(hold('performance'), { proved: false, uid: null, pid: null, command: null }, client);
  expect(wishes.status().holds).toHaveLength(1);
  wishes.stop();
  expect(again().status().holds).toEqual([]);
});

test('after a reboot the configuration holds, and so it does once it was edited', () => {
  const { wishes, clock, again } = wishing();
  wishes.change({ op: 'set', profile: 'performance' }, who, client);
  wishes.change(cap({ for: 1e6 }), who, client);
  wishes.stop();
  expect(again('power-saver').status()).toMatchObject({ chosen: 'power-saver', overrides: [{ id: 1 }] });
  clock.bootId = 'another';
  clock.now = 5;
  expect(again().status()).toMatchObject({ chosen: 'balanced', overrides: [] });
});

test.each([
  ['{"version":1,"bo', 'not JSON'],
  ['[]', 'expected an object of version 1'],
  ['{"version":1,"bootId":7}', 'bootId: expected a text'],
  [
    '{"version":1,"bootId":"b","chosen":{"profile":"fast"}}',
    'chosen: expected a profile and beside what it was set, or null',
  ],
  [
    '{"version":1,"bootId":"b","chosen":null,"remembered":{},"nextId":1,"holds":[{"id":1}],"overrides":[]}',
    'holds[0]: {"id":1}, expected id, who, since, profile, reason, app and process',
  ],
])('a damaged file is warned of and costs what it kept: %s', (text, why) => {
  const path = join(folderForTest('state'), 'wishes.json');
  writeFileSync(path, text);
  const { wishes, warnings } = wishing({ path });
  expect(warnings).toEqual([`warning: earlier overrides and holds are lost: ${path}: ${why}`]);
  expect(wishes.status()).toMatchObject({ profile: 'balanced', holds: [], overrides: [] });
});

test('where nothing can be kept everything holds all the same, and it is said once', async () => {
  const file = join(folderForTest('state'), 'file');
  writeFileSync(file, '');
  const { wishes, warnings } = wishing({ path: join(file, 'wishes.json') });
  warnings.length = 0;
  wishes.change(cap({ for: 60 }), who, client);
  await until(
    'a try',
    () => wishes.status().unkept,
    why => why !== null,
  );
  wishes.change(cap({ for: 60 }), who, client);
  wishes.stop();
  expect(warnings).toEqual([expect.stringMatching(/^warning: overrides and holds will not outlive the daemon: /)]);
  expect(wishes.asked().overrides).toHaveLength(2);
});

test('what was set holds until the configuration has another thing to say, and stays so after a restart', () => {
  const { wishes, again, standing } = wishing();
  expect(wishes.why()).toBe('configured, always');
  wishes.change(set('performance'), who, client);
  expect([wishes.asked().profile, wishes.why()]).toEqual(['performance', 'set by hand']);
  wishes.stop();
  const next = again();
  expect(next.asked().profile).toBe('performance');
  standing.now = onBattery;
  expect([next.asked().profile, next.why()]).toEqual(['power-saver', 'configured, on battery']);
  standing.now = usual('balanced');
  expect(next.asked().profile).toBe('balanced');
});

test('where choices are remembered each power source keeps its own, in later boots too', () => {
  const { wishes, again, standing, clock } = wishing();
  standing.remember = true;
  wishes.change(set('performance'), who, client);
  standing.now = onBattery;
  expect(wishes.asked().profile).toBe('power-saver');
  wishes.change(set('balanced'), who, client);
  standing.now = usual('balanced');
  expect([wishes.asked().profile, wishes.why()]).toEqual(['performance', 'set by hand on mains']);
  wishes.stop();
  clock.bootId = 'another boot';
  const next = again();
  expect(next.asked().profile).toBe('performance');
  standing.now = onBattery;
  expect(next.asked().profile).toBe('balanced');
  standing.remember = false;
  standing.now = { ...onBattery };
  expect(next.asked().profile).toBe('power-saver');
});
