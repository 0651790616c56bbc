import { expect, test } from 'vitest';
import { serving } from '../../../control/fixture.js';
import { MadeSource, madeFeedback } from '../../../control/made.js';
import { latticectl } from '../../run.js';

test.each(['slow', 'hot', 'loud', 'reset', 'show'] as const)('%s is what the daemon hears', async word => {
  const { directory, source } = await serving();
  const { code, stdout, stderr } = await latticectl(['feedback', word, '--runtime-dir', directory]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(source.heard).toEqual([word]);
  expect(stdout).toBe(`balanced on mains: work may take 2.5 % longer, 5 % by the profile
balanced on mains: 2.5 % instead of 5 %, last said 2026-11-22 21:00:00, forgotten by half in 7 days
`);
});

test('what else lowers the budget is shown, and what will be forgotten', async () => {
  const source = new MadeSource();
  const { directory } = await serving(source);
  source.feedbackNow = madeFeedback({
    slowdown: 0.05,
    now: 0.0125,
    causes: ['heartbeat'],
    behind: 'x264',
    opinions: [],
    unkept: '/s/feedback.json: ENOSPC',
  });
  const { stdout } = await latticectl(['feedback', 'show', '--runtime-dir', directory]);
  expect(stdout).toBe(`balanced on mains: work may take 5 % longer
in the newest tick 1.3 %, because x264 fell behind
nothing was said
forgotten when the daemon ends: /s/feedback.json: ENOSPC
`);
});

test('under a promise in milliseconds both measures are said', async () => {
  const source = new MadeSource();
  const { directory } = await serving(source);
  source.feedbackNow = madeFeedback({
    now: 0.0125,
    delay: { usual: 8, most: 4, now: 2 },
    causes: ['user', 'pressure'],
  });
  const { stdout } = await latticectl(['feedback', 'show', '--runtime-dir', directory]);
  expect(stdout.split('\n').slice(0, 2)).toEqual([
    'balanced on mains: work may be held up by 4 ms at its start, 8 ms by the profile; what is busy for long may take 2.5 % longer, 5 % by the profile',
    'in the newest tick 2 ms and 1.3 %, because CPU pressure rose',
  ]);
});

test('--json gives it all', async () => {
  const { directory } = await serving();
  const { stdout } = await latticectl(['feedback', 'slow', '--json', '--runtime-dir', directory]);
  expect(JSON.parse(stdout)).toEqual({ machine: 'linux', simulated: false, said: 'slow', ...madeFeedback() });
});

test('a daemon that has nothing to move says why', async () => {
  const source = new MadeSource();
  source.failure = 'the profile performance allows no slowdown: there is nothing to move';
  const { directory } = await serving(source);
  expect(await latticectl(['feedback', 'slow', '--runtime-dir', directory])).toEqual({
    code: 1,
    stdout: '',
    stderr: `latticectl: ${source.failure}\n`,
  });
});
