import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Passing } from '../../../src/control/protocol/requester.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { until } from '../../rig/poll.js';
import { cap, client, hold, onBattery, requesting, set, usual, who } from './requesting.js';

test('all of it outlives the daemon with the time that is left; connections that end with the daemon end nothing', () => {
  const { requests, clock, again } = requesting();
  requests.change({ op: 'set', profile: 'performance' }, who, client);
  requests.change(hold('power-saver'), who, client);
  requests.change(cap({ for: 100 }), who, client);
  requests.stop();
  requests.left(client);
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
  const { requests, path, again } = requesting();
  requests.change(hold('performance'), who, client);
  requests.stop();
  writeFileSync(path, readFileSync(path, 'utf8').replace(/"start": \d+/, '"start": 1'));
  expect(again().status()).toMatchObject({ profile: 'balanced', holds: [] });
});

test('a holder that nobody can name is not remembered', () => {
  const { requests, again } = requesting();
  requests.change(hold('performance'), { proved: false, uid: null, pid: null, command: null }, client);
  expect(requests.status().holds).toHaveLength(1);
  requests.stop();
  expect(again().status().holds).toEqual([]);
});

test('after a reboot the configuration holds, and so it does once it was edited', () => {
  const { requests, clock, again, standing } = requesting();
  standing.overReboot = false;
  requests.change({ op: 'set', profile: 'performance' }, who, client);
  requests.change(cap({ for: 1e6 }), who, client);
  requests.stop();
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
  const { requests, warnings } = requesting({ path });
  expect(warnings).toEqual([`warning: earlier overrides and holds are lost: ${path}: ${why}`]);
  expect(requests.status()).toMatchObject({ profile: 'balanced', holds: [], overrides: [] });
});

test('where nothing can be kept everything holds all the same, and it is said once', async () => {
  const file = join(folderForTest('state'), 'file');
  writeFileSync(file, '');
  const { requests, warnings } = requesting({ path: join(file, 'wishes.json') });
  warnings.length = 0;
  requests.change(cap({ for: 60 }), who, client);
  await until(
    'a try',
    () => requests.status().unkept,
    why => why !== null,
  );
  requests.change(cap({ while: process.pid }), who, client);
  requests.stop();
  expect(warnings).toEqual([expect.stringMatching(/^warning: overrides and holds will not outlive the daemon: /)]);
  expect(requests.requested().overrides).toHaveLength(2);
});

test('what was set holds until the configuration has another thing to say, and stays so after a restart', () => {
  const { requests, again, standing } = requesting();
  expect(requests.why()).toBe('configured, always');
  requests.change(set('performance'), who, client);
  expect([requests.requested().profile, requests.why()]).toEqual(['performance', 'set by hand']);
  requests.stop();
  const next = again();
  expect(next.requested().profile).toBe('performance');
  standing.now = onBattery;
  expect([next.requested().profile, next.why()]).toEqual(['power-saver', 'configured, on battery']);
  standing.now = usual('balanced');
  expect(next.requested().profile).toBe('balanced');
});

test('where choices are remembered each power source keeps its own, in later boots too', () => {
  const { requests, again, standing, clock } = requesting();
  standing.remember = true;
  standing.overReboot = false;
  requests.change(set('performance'), who, client);
  standing.now = onBattery;
  expect(requests.requested().profile).toBe('power-saver');
  requests.change(set('balanced'), who, client);
  standing.now = usual('balanced');
  expect([requests.requested().profile, requests.why()]).toEqual(['performance', 'set by hand on mains']);
  requests.stop();
  clock.bootId = 'another boot';
  const next = again();
  expect(next.requested().profile).toBe('performance');
  standing.now = onBattery;
  expect(next.requested().profile).toBe('balanced');
  standing.remember = false;
  standing.now = { ...onBattery };
  expect(next.requested().profile).toBe('power-saver');
});

test('a profile that was set is still set after a reboot, unless the configuration says otherwise', () => {
  const { requests, again, standing, clock } = requesting();
  requests.change(set('performance'), who, client);
  requests.stop();
  clock.bootId = 'another boot';
  const next = again();
  expect([next.requested().profile, next.why()]).toEqual(['performance', 'set by hand']);
  next.stop();
  standing.overReboot = false;
  clock.bootId = 'a third boot';
  expect(again().requested().profile).toBe('balanced');
});

test('what is held by a connection that means nothing to the next daemon is not kept', () => {
  const { requests, again } = requesting();
  requests.change(hold('power-saver'), who, new Passing());
  requests.stop();
  const next = again();
  expect([next.requested().profile, next.status().holds]).toEqual(['balanced', []]);
});

test('a profile that is tried is asked of the machine, and shown once the kernel has taken it', async () => {
  const { requests, events } = requesting();
  requests.change(hold('power-saver'), who, {});
  const seen: unknown[] = [];
  const look = (answer: string | undefined) => async () => {
    seen.push([requests.requested().profile, requests.status().profile]);
    return answer;
  };
  await expect(requests.attempt('performance', who, client, look('EIO'))).rejects.toThrow(
    'the kernel refuses performance: EIO',
  );
  expect([requests.requested().profile, requests.status().holds.length]).toEqual(['power-saver', 1]);
  expect(events.at(-1)).toEqual([
    'profile',
    'refused',
    expect.objectContaining({ profile: 'performance', why: 'EIO' }),
  ]);
  await requests.attempt('performance', who, client, look(undefined));
  expect([requests.requested().profile, requests.status().holds.length]).toEqual(['performance', 0]);
  expect(seen).toEqual([
    ['performance', 'power-saver'],
    ['performance', 'power-saver'],
  ]);
});

test('whether profiles look at the battery is kept, in later boots too', () => {
  const { requests, again, clock } = requesting();
  expect(requests.requested().unaware).toBeUndefined();
  requests.setBatteryAware(false, who);
  requests.stop();
  clock.bootId = 'another boot';
  const next = again();
  expect([next.batteryAware, next.requested().unaware]).toEqual([false, true]);
});
