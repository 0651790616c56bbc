import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Observing } from '../../../src/daemon/observing/observing.js';
import { budgetOf } from '../../../src/model/people/profiles.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { situation } from '../../governor/situation.js';
import { until } from '../../rig/poll.js';

function observing(places: { feedbackPath?: string; heartbeatPath?: string } = {}) {
  const folder = folderForTest('state');
  const warnings: string[] = [];
  const heartbeatPath = join(folder, 'heartbeat.sock');
  const done: string[] = [];
  const made = new Observing({
    feedbackPath: join(folder, 'feedback.json'),
    heartbeatPath,
    proc: '/proc',
    log: (level, text) => warnings.push(`${level}: ${text}`),
    event: () => undefined,
    done: (unit, units) => done.push(`${units} ${unit}`),
    ...places,
  });
  onTestFinished(() => made.close());
  return { observing: made, warnings, heartbeatPath, done };
}

const balanced = budgetOf('balanced', true);
const moment = { profile: 'balanced', onMains: true, promised: { in: 'percent' }, now: 1e12 } as const;

test('a heartbeat reaches the observers, who want to know how fast its application could be', async () => {
  const { observing: made, heartbeatPath } = observing();
  await made.listen();
  const { reading, features } = situation({});
  const budget = () => made.mover('balanced', 0)(balanced, reading, features);
  expect(budget()).toBe(balanced);
  const application = connect(heartbeatPath);
  onTestFinished(() => void application.destroy());
  application.write('{"name":"encoder","pid":7,"done":1}\n');
  await until('a look', budget, ({ look }) => look === true);
});

test('units that an application names are passed on, from its second message on', async () => {
  const { observing: made, heartbeatPath, done } = observing();
  await made.listen();
  const application = connect(heartbeatPath);
  onTestFinished(() => void application.destroy());
  const [anything, tokens] = [
    { name: 'decode', pid: 8 },
    { name: 'decode', pid: 7, unit: 'tokens' },
  ];
  const beats = [
    { ...anything, done: 1 },
    { ...anything, done: 9 },
    ...[100, 130, 130, 4, 6].map(count => ({ ...tokens, done: count })),
  ];
  application.write(beats.map(beat => `${JSON.stringify(beat)}\n`).join(''));
  const heard = await until(
    'the last message',
    () => done,
    all => all.length >= 2,
  );
  // What was done before its first message is not known, and a count that went back was begun anew.
  expect(heard).toEqual(['30 tokens', '2 tokens']);
});

test('a hint moves D while its process runs, and status says what each does', async () => {
  const { observing: made, heartbeatPath } = observing();
  await made.listen();
  const { reading, features } = situation({});
  const budget = () => made.mover('balanced', 0)(balanced, reading, features);
  const application = connect(heartbeatPath);
  onTestFinished(() => void application.destroy());
  const told = (pid: number, latency: number) => `${JSON.stringify({ name: 'player', pid, hint: { latency } })}\n`;
  application.write(told(process.pid, 2) + told(2 ** 22, 1));
  await until('both hints', made.hinted.bind(made), ({ length }) => length === 2);
  expect(made.hinted().map(h => h.does)).toEqual(Array(2).fill('nothing yet: it came since the newest tick'));
  expect(budget()).toMatchObject({ delay: 2, asked: { words: 'player asks for answers within 2 ms' } });
  expect(made.hinted()).toMatchObject([
    { pid: process.pid, does: 'what may be held up is by 2 ms at most' },
    { pid: 2 ** 22, does: 'nothing: no process 4194304 runs here' },
  ]);
  expect(made.hintCounts).toEqual({ taken: 2, refused: 0 });
  application.destroy();
  await until('no hint', made.hinted.bind(made), ({ length }) => length === 0);
  expect(budget()).toBe(balanced);
});

test('a place where no socket can be costs the heartbeats and nothing else', async () => {
  const { observing: made, warnings } = observing({ heartbeatPath: join(folderForTest('run'), 'x'.repeat(200)) });
  await made.listen();
  expect(warnings).toEqual([
    expect.stringMatching(/^warning: no heartbeats of applications are taken: .*socket's path/),
  ]);
});

test('feedback that can not be kept holds all the same, and it is said', () => {
  const file = join(folderForTest('state'), 'file');
  writeFileSync(file, '');
  const { observing: made, warnings } = observing({ feedbackPath: join(file, 'feedback.json') });
  // There was nothing to read, which is no news.
  expect(warnings).toEqual([]);
  expect(made.hear('slow', moment)).toMatchObject({ slowdown: 0.025, unkept: expect.stringContaining(file) });
  expect(warnings).toHaveLength(1);
});

test('what is said on one power source is not said of the other', () => {
  const { observing: made } = observing();
  made.hear('hot', { ...moment, onMains: false });
  expect(made.hear('show', moment)).toMatchObject({ source: 'mains', slowdown: 0.05, usual: 0.05 });
  expect(made.hear('show', { ...moment, onMains: false })).toMatchObject({ slowdown: expect.closeTo(0.075, 9) });
  expect(made.hear('reset', moment)).toMatchObject({ opinions: [] });
});

test('under a promise in milliseconds a word moves both measures by the same factor', () => {
  const { observing: made } = observing();
  expect(made.hear('show', moment).delay).toBeNull();
  const inMs = { ...moment, onMains: false, promised: { in: 'milliseconds' } } as const;
  expect(made.hear('show', inMs).delay).toEqual({ usual: 8, most: 8, now: 8 });
  expect(made.hear('slow', inMs)).toMatchObject({ slowdown: 0.025, delay: { usual: 8, most: 4, now: 4 } });
  expect(made.hear('show', { ...inMs, promised: { in: 'milliseconds', most: 2 } }).delay).toMatchObject({
    usual: 2,
    most: 1,
  });
});
