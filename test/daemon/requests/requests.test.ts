import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import type { Lasting } from '../../../src/control/protocol/operations/change.js';
import type { OverrideRequest } from '../../../src/model/people/requests.js';
import { until } from '../../rig/poll.js';
import { cap, client, hold, onBattery, requesting, set, who } from './requesting.js';

test('a hold replaces the profile, power-saver wins, and setting one by hand ends all holds', () => {
  const { requests, events } = requesting();
  expect(requests.change(hold('performance'), who, client)).toMatchObject({ made: 1, profile: 'performance' });
  expect(requests.change(hold('power-saver'), who, client)).toMatchObject({ made: 2, profile: 'power-saver' });
  expect(requests.change({ op: 'release', hold: 2 }, who, client)).toMatchObject({
    profile: 'performance',
    chosen: 'balanced',
  });
  expect(requests.change({ op: 'set', profile: 'power-saver' }, who, client)).toMatchObject({
    profile: 'power-saver',
    holds: [],
  });
  expect(events).toMatchObject([
    ['hold', 'performance', { id: 1, app: 'make', uid: 1000, command: 'make -j4', proved: true }],
    ['hold', 'power-saver', { id: 2 }],
    ['hold', 'over', { id: 2, why: 'it was released', uid: 1000 }],
    ['profile', 'power-saver', { before: 'balanced', uid: 1000 }],
    ['hold', 'over', { id: 1, why: 'a profile was set' }],
  ]);
});

test('an override ends when its time is up, by the clock that no setting moves, and a tick is asked for', () => {
  const { requests, clock, events } = requesting();
  requests.change(cap({ for: 600 }), who, client);
  expect(clock.changes).toBe(1);
  const asked = requests.requested();
  expect(asked.overrides).toMatchObject([{ id: 1, max: 2_000_000, who: `uid 1000 (make, pid ${process.pid})` }]);
  expect(asked.overrides[0]?.lasts).toMatch(/^until \d\d:10:00$/);
  // The wall clock is set a day ahead: that is no time gone by.
  clock.wall = () => Date.UTC(2026, 10, 26, 12);
  clock.now += 599;
  expect(requests.requested()).toBe(asked);
  expect(requests.status().overrides).toMatchObject([{ remaining: 1 }]);
  clock.now += 1;
  expect(requests.requested().overrides).toEqual([]);
  expect(clock.changes).toBe(2);
  expect(events.at(-1)).toEqual(['override', 'over', { id: 1, why: 'its time is up' }]);
});

test('it ends by itself, with no tick to notice', async () => {
  const { requests, clock } = requesting();
  const started = performance.now();
  clock.seconds = () => 1000 + (performance.now() - started) / 1000;
  requests.change(cap({ for: 0.05 }), who, client);
  await until(
    'the end',
    () => requests.status().overrides,
    list => list.length === 0,
  );
});

test('an override lasts as long as a process, and not as long as another one with its pid', async () => {
  const { requests, again, path } = requesting();
  await expect(async () => requests.change(cap({ while: 4_000_000 }), who, client)).rejects.toThrow(
    'while 4000000, expected the pid of a process that runs',
  );
  const child = spawn('sleep', ['60']);
  onTestFinished(() => void child.kill('SIGKILL'));
  const { pid = 0 } = child;
  expect(requests.change(cap({ while: pid, command: 'sleep 60' }), who, client)).toMatchObject({
    overrides: [{ remaining: null, process: { pid, command: 'sleep 60' } }],
  });
  expect(requests.requested().overrides).toMatchObject([{ lasts: `while sleep (pid ${pid}) runs` }]);
  requests.stop();
  const kept = JSON.parse(readFileSync(path, 'utf8'));
  kept.overrides[0].ends.start -= 1;
  writeFileSync(path, JSON.stringify(kept));
  expect(again().requested().overrides).toEqual([]);
  kept.overrides[0].ends.start += 1;
  writeFileSync(path, JSON.stringify(kept));
  const next = again();
  expect(next.requested().overrides).toHaveLength(1);
  child.kill('SIGKILL');
  await until(
    'the end',
    () => next.status().overrides,
    list => list.length === 0,
  );
});

test('what is bound to a connection ends with it', () => {
  const { requests } = requesting();
  const other = {};
  requests.change(hold('performance'), who, client);
  requests.change(cap({ connected: true }), who, client);
  requests.change(hold('power-saver'), who, other);
  requests.left(client);
  expect(requests.status()).toMatchObject({ holds: [{ id: 3 }], overrides: [] });
  requests.left({});
  expect(requests.status().holds).toHaveLength(1);
});

test('there is an end to what can be asked for, and what there is not can not be ended', () => {
  const { requests, path } = requesting();
  for (let i = 0; i < 64; i++) requests.change(cap({ while: process.pid }), who, client);
  expect(() => requests.change(cap({ for: 60 }), who, client)).toThrow('64 overrides are in force: clear one first');
  for (let i = 0; i < 256; i++) requests.change(hold('performance'), who, client);
  expect(() => requests.change(hold('performance'), who, client)).toThrow('256 holds are in force: release one first');
  expect(requests.change({ op: 'clear', override: 'all' }, who, client)).toMatchObject({ overrides: [] });
  requests.change(cap({ for: 60 }), who, client);
  expect(() => requests.change({ op: 'clear', override: 9999 }, who, client)).toThrow(
    'override 9999, expected one of 321',
  );
  requests.change({ op: 'set', profile: 'balanced' }, who, client);
  expect(() => requests.change({ op: 'release', hold: 1 }, who, client)).toThrow(
    'hold 1, expected none: there is no hold',
  );
  requests.stop();
  expect(existsSync(path)).toBe(true);
});

test('a profile that the configuration holds for an application wins over what was set; cap and target go with it', () => {
  const { requests, standing } = requesting();
  requests.change(set('performance'), who, client);
  const limit = { max: 2_000_000, when: 'while ffmpeg runs' };
  standing.now = { ...onBattery, when: 'while ffmpeg runs', held: true, cap: limit, target: 70 };
  expect(requests.requested()).toMatchObject({ profile: 'power-saver', cap: limit, target: 70 });
  expect(requests.requested()).toBe(requests.requested());
  expect(requests.why()).toBe('configured, while ffmpeg runs');
  requests.change(hold('performance'), who, client);
  expect([requests.requested().profile, requests.why()]).toEqual(['performance', 'held by make']);
});

test('who overrides the same limit again for a time has changed their mind; another limit, other CPUs and other people stay', () => {
  const { requests } = requesting();
  const ask = (wish: OverrideRequest, as = who, lasting: Lasting = { for: 60 }) =>
    requests.change({ op: 'override', wish, lasting }, as, client).made;
  const left = () => requests.status().overrides.map(o => [o.id, o.wish]);
  ask({ max: 2_500_000 });
  ask({ max: 3_500_000 });
  expect(left()).toEqual([[2, { max: 3_500_000 }]]);
  ask({ max: 3_000_000, cpus: 'P' });
  ask({ max: 2_000_000 }, { ...who, uid: 1001 });
  ask({ max: 1_000_000 }, who, { while: process.pid });
  ask({ epp: 'power', max: 2_200_000 });
  expect(left()).toEqual([
    [3, { max: 3_000_000, cpus: 'P' }],
    [4, { max: 2_000_000 }],
    [5, { max: 1_000_000 }],
    [6, { epp: 'power', max: 2_200_000 }],
  ]);
  ask({ max: 4_000_000 });
  expect(left().filter(([id]) => Number(id) > 5)).toEqual([
    [6, { epp: 'power' }],
    [7, { max: 4_000_000 }],
  ]);
});
