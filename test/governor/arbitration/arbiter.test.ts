import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arbiter, type RangeOf } from '../../../src/governor/arbitration/arbiter.js';
import {
  type ChoiceProposal,
  type IntervalProposal,
  type Priority,
  type Proposal,
  priorities,
} from '../../../src/governor/arbitration/proposal.js';

const hardware = { min: 800, max: 4000 };
const range = () => hardware;
const arbitrate = (proposals: readonly Proposal[], of: RangeOf) => new Arbiter(of).arbitrate(proposals);
const limit = (priority: Priority, min: number, max: number, rule: string = priority): IntervalProposal => ({
  kind: 'interval',
  scope: 'policy0',
  control: 'freq',
  priority,
  interval: { min, max },
  reason: { rule, code: 'x' },
});
const choose = (priority: Priority, choice: string, rule: string = priority): ChoiceProposal => ({
  kind: 'choice',
  scope: 'policy0',
  control: 'epp',
  priority,
  choice,
  reason: { rule, code: 'x' },
});

function interval(...proposals: Proposal[]) {
  const [bounded] = arbitrate(proposals, range);
  if (bounded?.kind !== 'interval') throw new Error('expected one interval');
  return { ...bounded.interval, minBy: bounded.minBy?.reason.rule, maxBy: bounded.maxBy?.reason.rule };
}

describe('arbitrate', () => {
  it('meets within a priority and names whose edge it is', () => {
    expect(interval(limit('governor', 800, 3000, 'a'), limit('governor', 1200, 2000, 'b'))).toEqual({
      min: 1200,
      max: 2000,
      minBy: 'b',
      maxBy: 'b',
    });
  });

  it('names who raised the floor, not who set the ceiling', () => {
    expect(
      interval(limit('governor', Number.NEGATIVE_INFINITY, 2000, 'cap'), limit('governor', 1400, 4000, 'found')),
    ).toEqual({ min: 1400, max: 2000, minBy: 'found', maxBy: 'cap' });
    expect(interval(limit('governor', 0, 1200, 'cap'), limit('governor', 1400, 4000, 'found'))).toMatchObject({
      min: 1200,
      max: 1200,
      minBy: 'found',
      maxBy: 'cap',
    });
  });

  it('lets a stronger priority bound a weaker one', () => {
    expect(interval(limit('governor', 800, 3000), limit('safety', 0, 2500))).toMatchObject({
      max: 2500,
      maxBy: 'safety',
    });
    expect(interval(limit('governor', 3000, 3500), limit('safety', 0, 2500))).toMatchObject({ min: 2500, max: 2500 });
  });

  it('lets an override lift a cap of governor and profile, and only safety stays above it', () => {
    expect(
      interval(limit('governor', 800, 1500), limit('profile', 800, 2000), limit('override', 800, 3000)),
    ).toMatchObject({ max: 3000, maxBy: 'override' });
    expect(
      interval(limit('governor', 800, 1500), limit('override', 800, 3000), limit('safety', 0, 2500)),
    ).toMatchObject({ max: 2500, maxBy: 'safety' });
  });

  it('lets an override of one side leave the other side to the governor', () => {
    const none = Number.POSITIVE_INFINITY;
    expect(interval(limit('governor', 1200, 1500), limit('override', -none, 3000))).toEqual({
      min: 1200,
      max: 3000,
      minBy: 'governor',
      maxBy: 'override',
    });
    expect(interval(limit('governor', 1200, 1500), limit('override', 1000, none))).toEqual({
      min: 1000,
      max: 1500,
      minBy: 'override',
      maxBy: 'governor',
    });
    expect(interval(limit('governor', 1200, 1500), limit('override', 1000, 3000))).toMatchObject({
      min: 1000,
      max: 3000,
    });
  });

  it('with overrides gives what safety, then they, then the sides that they leave to others say', () => {
    const none = Number.POSITIVE_INFINITY;
    const khz = fc.integer({ min: 800, max: 4000 });
    const edge = fc.option(khz, { nil: undefined });
    const wish = fc.record({ min: edge, max: edge });
    const list = fc.array(wish, { maxLength: 3 });
    const limits = (priority: Priority, wishes: readonly { min: number | undefined; max: number | undefined }[]) =>
      wishes.map(({ min = -none, max = none }) => limit(priority, Math.min(min, max), max));
    fc.assert(
      fc.property(
        list,
        fc.array(wish, { minLength: 1, maxLength: 3 }),
        list,
        list,
        (safe, asked, profile, governor) => {
          const at = (values: readonly (number | undefined)[], pick: (...of: number[]) => number, otherwise: number) =>
            pick(otherwise, ...values.filter(v => v !== undefined));
          const inside = (value: number, { min, max }: { min: number; max: number }) =>
            Math.min(Math.max(value, min), max);
          let { min, max } = hardware;
          const fold = (wishes: readonly { min: number | undefined; max: number | undefined }[]) => {
            const least = at(
              wishes.map(w => w.max),
              Math.min,
              none,
            );
            // A wish whose edges cross has given its minimum up already.
            const floors = wishes.map(w => (w.min === undefined ? undefined : Math.min(w.min, w.max ?? none)));
            const most = Math.min(at(floors, Math.max, -none), least);
            [min, max] = [inside(most, { min, max }), inside(least, { min, max })];
          };
          const minAsked = asked.some(w => w.min !== undefined);
          const maxAsked = asked.some(w => w.max !== undefined);
          const left = (wishes: typeof asked) =>
            wishes.map(w => ({
              min: minAsked || w.min === undefined ? undefined : Math.min(w.min, w.max ?? none),
              max: maxAsked ? undefined : w.max,
            }));
          for (const wishes of [safe, asked, left(profile), left(governor)]) if (wishes.length > 0) fold(wishes);
          const found = interval(
            ...limits('governor', governor),
            ...limits('profile', profile),
            ...limits('override', asked),
            ...limits('safety', safe),
          );
          expect({ min: found.min, max: found.max }).toEqual({ min, max });
        },
      ),
    );
  });

  it('gives a choice to the strongest priority, the newest within it', () => {
    const [bounded] = arbitrate(
      [
        choose('profile', 'power'),
        choose('override', 'performance', 'first'),
        choose('override', 'balance_power', 'second'),
        choose('governor', 'default'),
      ],
      range,
    );
    expect(bounded).toMatchObject({ choice: 'balance_power', by: { reason: { rule: 'second' } } });
  });

  it('never leaves the machine’s own range, whatever is asked, and does not depend on the order within a priority', () => {
    const proposal = fc
      .tuple(fc.constantFrom(...priorities), fc.integer({ min: -1000, max: 9000 }), fc.integer({ min: 0, max: 5000 }))
      .map(([priority, min, width]) => limit(priority, min, min + width));
    fc.assert(
      fc.property(fc.array(proposal, { minLength: 1, maxLength: 8 }), proposals => {
        const found = interval(...proposals);
        expect(found.min).toBeGreaterThanOrEqual(hardware.min);
        expect(found.max).toBeLessThanOrEqual(hardware.max);
        expect(found.min).toBeLessThanOrEqual(found.max);
        const { min, max } = interval(...[...proposals].reverse());
        expect({ min, max }).toEqual({ min: found.min, max: found.max });
      }),
    );
  });

  it('says nothing of a control whose range is unknown', () => {
    expect(arbitrate([limit('governor', 1, 2)], () => undefined)).toEqual([]);
  });
});

describe('the start of a busy stretch', () => {
  const begin = (min: number, max: number): IntervalProposal => ({ ...limit('governor', min, max), control: 'start' });
  const started = (...proposals: Proposal[]) => {
    const found = arbitrate(proposals, range).find(b => b.control === 'start');
    return found?.kind === 'interval' ? { ...found.interval, maxBy: found.maxBy?.reason.rule } : undefined;
  };

  it('is bounded by what is stronger than the governor, as the clock is', () => {
    expect(started(begin(2000, 2000), limit('safety', 0, 1500))).toEqual({ min: 1500, max: 1500, maxBy: 'safety' });
    expect(started(begin(2000, 2000), limit('profile', 0, 1800))).toEqual({ min: 1800, max: 1800, maxBy: 'profile' });
    expect(started(begin(2000, 2000), limit('override', 0, 1200))).toMatchObject({ max: 1200, maxBy: 'override' });
  });

  it('is raised by an override of the minimum', () => {
    expect(started(begin(2000, 2000), limit('override', 3000, 4000))).toMatchObject({ min: 3000, max: 4000 });
  });

  it('is not what the governor says of the clock', () => {
    expect(started(begin(2000, 2000), limit('governor', 4000, 4000))).toEqual({
      min: 2000,
      max: 2000,
      maxBy: 'governor',
    });
  });

  it('is not decided where only others speak, nor any longer once its rule is silent', () => {
    expect(started(limit('safety', 0, 1500), limit('override', 900, 1200))).toBeUndefined();
    const arbiter = new Arbiter(range);
    const cap = limit('safety', 0, 1500);
    const controls = (...proposals: Proposal[]) => arbiter.arbitrate(proposals).map(b => b.control);
    expect(controls(cap, begin(1000, 1000))).toEqual(['freq', 'start']);
    expect(controls(cap)).toEqual(['freq']);
    expect(controls(cap, begin(1000, 1000))).toEqual(['freq', 'start']);
  });

  it('does not take a cap on another control', () => {
    expect(started(begin(2000, 2000), { ...limit('safety', 0, 1000), control: 'clock' })).toMatchObject({ max: 2000 });
  });
});
