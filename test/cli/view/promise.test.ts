import { expect, test } from 'vitest';
import { plainStyle } from '../../../src/cli/render/style.js';
import { frame } from '../../../src/cli/top/frame.js';
import { firstView } from '../../../src/cli/top/model.js';
import { plainLines } from '../../../src/cli/top/plain.js';
import { explainStatus } from '../../../src/cli/view/explain.js';
import { promiseLine, promiseWords } from '../../../src/cli/view/promise.js';
import { statusLines } from '../../../src/cli/view/status.js';
import type { PromiseStatus, ReflexStatus } from '../../../src/control/protocol/promise-status.js';
import { madeStatus } from '../../control/made.js';

const inMs: PromiseStatus = {
  in: 'milliseconds',
  slowdown: 0.05,
  delay: 4,
  why: 'configured',
  reflex: true,
  heartbeats: { kept: 0, broken: 0 },
};
const reflex: ReflexStatus = { start: 3_400_000, raiseMs: 16, later: 3.9, raises: 148, raisesPerSecond: 3.28 };

/** A status in which each policy has a reflex. */
function withReflex(...reflexes: readonly ReflexStatus[]) {
  const [first] = madeStatus().policies;
  if (first === undefined) throw new Error('madeStatus() has no policy');
  const policies = reflexes.map((reflex, i) => ({
    ...first,
    scope: `policy${i}`,
    limits: { min: 800_000, max: 4_400_000 },
    reflex,
  }));
  return madeStatus({ promise: inMs, policies });
}

const shown = (...reflexes: readonly ReflexStatus[]) => statusLines(withReflex(...reflexes), plainStyle);
/** The section under its title. */
const section = (lines: readonly string[]) => {
  const at = lines.indexOf('reflex');
  return at < 0 ? [] : lines.slice(at + 1, lines.indexOf('', at + 1));
};

test('a promise is said in its own measure, and what says so', () => {
  expect(promiseWords(inMs)).toBe(
    'work that finds a CPU at rest is held up by at most 4 ms, what is busy for long takes at most 5 % longer (in milliseconds, as configured)',
  );
  expect(promiseWords({ ...inMs, in: 'percent', delay: null, why: 'configured' })).toBe(
    'work takes at most 5 % longer (in percent, as configured)',
  );
  expect(promiseWords({ ...inMs, slowdown: 0, delay: 0 })).toBe('full clock: nothing is slowed');
});

test('without a reflex nothing is said of milliseconds', () => {
  const words = promiseWords({ ...inMs, reflex: false });
  expect(words).toContain('what is busy for long takes at most 5 % longer');
  expect(words).toContain('no reflex here');
  expect(words).not.toContain('4 ms');
});

test('what says so is a reason where nobody configured it', () => {
  const why = 'this is a laptop (chassis 10)';
  expect(promiseWords({ ...inMs, why })).toMatch(/\(in milliseconds, since this is a laptop \(chassis 10\)\)$/);
  expect(promiseLine({ ...inMs, why })).toBe('promise: milliseconds, since this is a laptop (chassis 10)');
});

test('status says what applications found of it, where any did', () => {
  const lines = (kept: number, broken: number) =>
    statusLines(madeStatus({ promise: { ...inMs, heartbeats: { kept, broken } } }), plainStyle).join('\n');
  expect(lines(312, 3)).toContain('\n          kept by 312 of 315 heartbeats of applications since the start\n');
  expect(lines(0, 0)).not.toContain('heartbeat');
  const answers = { kept: 40, broken: 2 };
  expect(statusLines(madeStatus({ promise: { ...inMs, answers } }), plainStyle).join('\n')).toContain(
    '\npromise   work that finds a CPU at rest is held up by at most 4 ms, what is busy for long takes at most 5 % longer (in milliseconds, as configured)\n          kept by 40 of 42 messages that told how long answers take since the start\n',
  );
});

test('status shows the promise, and how work starts where a reflex is in force', () => {
  const lines = shown(reflex);
  expect(lines).toContain(`promise   ${promiseWords(inMs)}`);
  expect(section(lines)).toEqual([
    '  policy0: starts at 3.40 GHz, 4.40 GHz within 16 ms, held up by at most 3.9 ms; 3.3 raises a second',
  ]);
});

test('a line tells of all domains of which the same is true; one that is off has none', () => {
  const off = { ...reflex, raiseMs: 0, later: null };
  expect(section(shown(off))).toEqual([]);
  expect(section(shown(reflex, reflex, off))[0]).toMatch(/^ {2}policy0, policy1: starts at/);
  expect(section(shown(reflex, reflex, reflex, reflex))).toHaveLength(1);
  expect(section(shown(reflex, reflex, reflex, reflex))[0]).toMatch(/^ {2}policy0 and 3 more: starts at/);
});

test('what is not known is left out', () => {
  const lines = shown({ start: null, raiseMs: 16, later: null, raises: null, raisesPerSecond: null });
  expect(section(lines)).toEqual(['  policy0: starts at –, 4.40 GHz within 16 ms']);
  const older = statusLines(madeStatus(), plainStyle).join('\n');
  expect(older).not.toMatch(/promise|reflex/);
});

test('top says it in short where there is room, and in each line of a pipe', () => {
  const many = withReflex(...Array.from({ length: 30 }, () => reflex));
  const policies = many.policies.map(p => ({
    ...p,
    reasons: p.reasons.map(r => ({ ...r, rule: 'reflex', code: 'raised', facts: { raise_ms: 16 } })),
  }));
  expect(frame(firstView({ ...many, policies }), 200, 40, plainStyle).join('\n')).toContain(
    'starts at 3.40 GHz, 4.40 GHz within 16 ms',
  );
  expect(plainLines(withReflex(reflex))[0]).toContain('0.80–4.40 GHz starts at 3.40 GHz, 4.40 GHz within 16 ms busy');
});

test('what explain tells as data has the start, too', () => {
  expect(explainStatus(withReflex(reflex))[0]?.limits).toMatchObject({ start_max_freq: 3_400_000, raise_ms: 16 });
});
