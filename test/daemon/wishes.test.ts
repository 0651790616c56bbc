import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Asker } from '../../src/control/asker.js';
import type { Change } from '../../src/control/change.js';
import { Wishes } from '../../src/daemon/wishes.js';
import type { ProfileName } from '../../src/governor/profiles.js';
import type { Standing } from '../../src/governor/standing.js';
import { folderForTest } from '../fixtures/scratch.js';
import { until } from '../rig/poll.js';

const who: Asker = { proved: true, uid: 1000, pid: process.pid, command: 'make -j4' };
const client = {};
const cap = (lasting: Extract<Change, { op: 'override' }>['lasting'], max = 2_000_000): Change => ({
  op: 'override',
  wish: { max },
  lasting,
});
const hold = (profile: 'performance' | 'power-saver'): Change => ({
  op: 'hold',
  profile,
  reason: 'a build',
  app: 'make',
});

/** What a configuration says in which nothing but a profile is set. */
const usual = (profile: ProfileName): Standing => ({
  source: 'mains',
  profile,
  when: 'always',
  held: false,
  cap: undefined,
  target: undefined,
});

/** Wishes on a clock that is turned by hand; `again` is the next daemon on the same file. */
function wishing({ path = join(folderForTest('state'), 'wishes.json'), configured = 'balanced' as ProfileName } = {}) {
  const clock = {
    proc: '/proc',
    bootId: 'boot',
    now: 1000,
    changes: 0,
    wall: () => Date.UTC(2026, 10, 25, 12),
    seconds: () => clock.now,
  };
  const events: unknown[] = [];
  const warnings: string[] = [];
  const standing: { now: Standing | undefined; remember: boolean } = { now: undefined, remember: false };
  const make = (as = configured) => {
    standing.now = undefined;
    const made = new Wishes({
      path,
      standing: () => (standing.now ??= usual(as)),
      remember: () => standing.remember,
      clock,
      log: (level, text) => warnings.push(`${level}: ${text}`),
      event: (kind, what, _wall, detail) => events.push([kind, what, detail]),
      changed: () => {
        clock.changes++;
      },
    });
    onTestFinished(() => made.stop());
    return made;
  };
  return { path, clock, events, warnings, standing, wishes: make(), again: make };
}

test('a hold replaces the profile, power-saver wins, and setting one by hand ends all holds', () => {
  const { wishes, events } = wishing();
  expect(wishes.change(hold('performance'), who, client)).toMatchObject({ made: 1, profile: 'performance' });
  expect(wishes.change(hold('power-saver'), who, client)).toMatchObject({ made: 2, profile: 'power-saver' });
  expect(wishes.change({ op: 'release', hold: 2 }, who, client)).toMatchObject({
    profile: 'performance',
    chosen: 'balanced',
  });
  expect(wishes.change({ op: 'set', profile: 'power-saver' }, who, client)).toMatchObject({
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
  const { wishes, clock, events } = wishing();
  wishes.change(cap({ for: 600 }), who, client);
  expect(clock.changes).toBe(1);
  const asked = wishes.asked();
  expect(asked.overrides).toMatchObject([{ id: 1, max: 2_000_000, who: `uid 1000 (make, pid ${process.pid})` }]);
  expect(asked.overrides[0]?.lasts).toMatch(/^until \d\d:10:00$/);
  // The wall clock is set a day ahead: that is no time gone by.
  clock.wall = () => Date.UTC(2026, 10, 26, 12);
  clock.now += 599;
  expect(wishes.asked()).toBe(asked);
  expect(wishes.status().overrides).toMatchObject([{ remaining: 1 }]);
  clock.now += 1;
  expect(wishes.asked().overrides).toEqual([]);
  expect(clock.changes).toBe(2);
  expect(events.at(-1)).toEqual(['override', 'over', { id: 1, why: 'its time is up' }]);
});

test('it ends by itself, with no tick to notice', async () => {
  const { wishes, clock } = wishing();
  const started = performance.now();
  clock.seconds = () => 1000 + (performance.now() - started) / 1000;
  wishes.change(cap({ for: 0.05 }), who, client);
  await until(
    'the end',
    () => wishes.status().overrides,
    list => list.length === 0,
  );
});

test('an override lasts as long as a process, and not as long as another one with its pid', async () => {
  const { wishes, again, path } = wishing();
  await expect(async () => wishes.change(cap({ while: 4_000_000 }), who, client)).rejects.toThrow(
    'while 4000000, expected the pid of a process that runs',
  );
  const child = spawn('sleep', ['60']);
  onTestFinished(() => void child.kill('SIGKILL'));
  const { pid = 0 } = child;
  expect(wishes.change(cap({ while: pid }), who, client)).toMatchObject({
    overrides: [{ remaining: null, process: { pid, command: 'sleep 60' } }],
  });
  expect(wishes.asked().overrides).toMatchObject([{ lasts: `while sleep (pid ${pid}) runs` }]);
  wishes.stop();
  const kept = JSON.parse(readFileSync(path, 'utf8'));
  kept.overrides[0].ends.start -= 1;
  writeFileSync(path, JSON.stringify(kept));
  expect(again().asked().overrides).toEqual([]);
  kept.overrides[0].ends.start += 1;
  writeFileSync(path, JSON.stringify(kept));
  const next = again();
  expect(next.asked().overrides).toHaveLength(1);
  child.kill('SIGKILL');
  await until(
    'the end',
    () => next.status().overrides,
    list => list.length === 0,
  );
});

test('what is bound to a connection ends with it', () => {
  const { wishes } = wishing();
  const other = {};
  wishes.change(hold('performance'), who, client);
  wishes.change(cap({ connected: true }), who, client);
  wishes.change(hold('power-saver'), who, other);
  wishes.left(client);
  expect(wishes.status()).toMatchObject({ holds: [{ id: 3 }], overrides: [] });
  wishes.left({});
  expect(wishes.status().holds).toHaveLength(1);
});

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

test('there is an end to what can be asked for, and what there is not can not be ended', () => {
  const { wishes, path } = wishing();
  for (let i = 0; i < 64; i++) wishes.change(cap({ for: 60 }), who, client);
  expect(() => wishes.change(cap({ for: 60 }), who, client)).toThrow('64 overrides are in force: clear one first');
  for (let i = 0; i < 256; i++) wishes.change(hold('performance'), who, client);
  expect(() => wishes.change(hold('performance'), who, client)).toThrow('256 holds are in force: release one first');
  expect(wishes.change({ op: 'clear', override: 'all' }, who, client)).toMatchObject({ overrides: [] });
  wishes.change(cap({ for: 60 }), who, client);
  expect(() => wishes.change({ op: 'clear', override: 9999 }, who, client)).toThrow(
    'override 9999, expected one of 321',
  );
  wishes.change({ op: 'set', profile: 'balanced' }, who, client);
  expect(() => wishes.change({ op: 'release', hold: 1 }, who, client)).toThrow(
    'hold 1, expected none: there is no hold',
  );
  wishes.stop();
  expect(existsSync(path)).toBe(true);
});

const set = (profile: ProfileName): Change => ({ op: 'set', profile });
const onBattery: Standing = { ...usual('power-saver'), source: 'battery', when: 'on battery' };

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

test('a profile that the configuration holds for an application wins over what was set; cap and target go with it', () => {
  const { wishes, standing } = wishing();
  wishes.change(set('performance'), who, client);
  const limit = { max: 2_000_000, when: 'while ffmpeg runs' };
  standing.now = { ...onBattery, when: 'while ffmpeg runs', held: true, cap: limit, target: 70 };
  expect(wishes.asked()).toMatchObject({ profile: 'power-saver', cap: limit, target: 70 });
  expect(wishes.asked()).toBe(wishes.asked());
  expect(wishes.why()).toBe('configured, while ffmpeg runs');
  wishes.change(hold('performance'), who, client);
  expect([wishes.asked().profile, wishes.why()]).toEqual(['performance', 'held by make']);
});
