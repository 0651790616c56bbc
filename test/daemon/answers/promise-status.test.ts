import { expect, test } from 'vitest';
import { promiseStatus, reflexStatus } from '../../../src/daemon/answers/promise-status.js';
import type { BindingReason } from '../../../src/governor/arbitration/decision.js';
import { configured, type PromiseInForce } from '../../../src/model/people/promise.js';
import { kilohertz } from '../../../src/model/units.js';
import { madeDescription } from '../../control/made.js';
import { policy, situation } from '../../governor/situation.js';

const [plain] = situation({}).reading.policies;
if (plain === undefined) throw new Error('no policy');
const seen = { ...plain, start: kilohertz(3_400_000), raiseMs: 16 };
const start: BindingReason = {
  control: 'start_max_freq',
  bound: 'max',
  priority: 'governor',
  rule: 'reflex',
  code: 'start',
  facts: { start_khz: 3_400_000, raise_ms: 16, later_ms: 3.9, promised_ms: 4 },
};

test('the reflex is told as it is read back, its bound as the rule reckoned it', () => {
  expect(reflexStatus(policy, seen, [start], { total: 7, perSecond: 0.5 })).toEqual({
    start: 3_400_000,
    raiseMs: 16,
    later: 3.9,
    raises: 7,
    raisesPerSecond: 0.5,
  });
  expect(reflexStatus(policy, plain, [], undefined)).toBeNull();
  expect(reflexStatus(policy, { ...seen, raiseMs: 0 }, [], undefined)).toMatchObject({
    raiseMs: 0,
    later: null,
    raises: null,
  });
});

test('where the kernel’s governor raises work its terms are told, and their bound only while they are the rule’s', () => {
  const own: BindingReason = { ...start, control: 'freq', code: 'kernel:75/8000', facts: { later_ms: 3.3 } };
  const kernelStart = { share: 0.75, ms: 8 };
  const told = (reasons: BindingReason[]) => reflexStatus(policy, { ...plain, kernelStart }, reasons, undefined);
  expect(told([own])).toMatchObject({ start: 3_000_000, raiseMs: 8, later: 3.3, raises: null });
  expect(told([{ ...own, code: 'kernel:60/8000' }])).toMatchObject({ start: 3_000_000, later: null });
});

test('no bound is claimed while another start is read back than the rule wants, nor where heat holds it down', () => {
  expect(reflexStatus(policy, { ...seen, start: kilohertz(3_000_000) }, [start], undefined)?.later).toBeNull();
  expect(reflexStatus(policy, { ...seen, raiseMs: 12 }, [start], undefined)?.later).toBeNull();
  const heat: BindingReason = { ...start, priority: 'safety', rule: 'thermal', code: 'near-trip' };
  expect(reflexStatus(policy, seen, [heat], undefined)?.later).toBeNull();
});

test('the promise has D only in milliseconds, and says why it is the one', () => {
  const description = madeDescription();
  const told = (promise: PromiseInForce, delay?: number) =>
    promiseStatus(
      promise,
      { description },
      { slowdown: 0.05, delay, epp: '' },
      { kept: 7, broken: 1, answers: { kept: 5, broken: 2 } },
    );
  expect(told({ promised: { in: 'milliseconds' }, why: configured }, 8)).toEqual({
    in: 'milliseconds',
    slowdown: 0.05,
    delay: 8,
    why: 'configured',
    reflex: false,
    heartbeats: { kept: 7, broken: 1 },
    answers: { kept: 5, broken: 2 },
  });
  const why = 'this is a server (chassis 23)';
  expect(told({ promised: { in: 'percent' }, why }, 8)).toMatchObject({ in: 'percent', delay: null, why });
});
