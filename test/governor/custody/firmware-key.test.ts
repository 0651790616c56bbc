import { describe, expect, it } from 'vitest';
import { Custody } from '../../../src/governor/custody/custody.js';
import { nanoseconds } from '../../../src/model/units.js';

const profile = 'platform_profile';
const epp = 'policy0.epp';
const at = (seconds: number) => nanoseconds(seconds * 1e9);

/** One tick: what is wanted, what the file reads; gives what is written and what is told. */
function tick(
  custody: Custody,
  wanted: string,
  seen: string,
  seconds: number,
  { slept = false, eppReads = 'power' } = {},
) {
  const controls = [
    [epp, 'power', false],
    [profile, wanted, false],
  ] as const;
  const state = (name: string) => (name === profile ? seen : name === epp ? eppReads : undefined);
  const { writes, events } = custody.plan([{ controls }], new Set([epp, profile]), state, at(seconds), slept);
  return { writes: { ...writes }, events: events.map(e => `${e.kind} ${e.control} ${e.readback}`) };
}

function write(custody: Custody, word: string, readback: string, seconds: number): void {
  custody.sent({ [profile]: word }, at(seconds));
  custody.settled({ [profile]: { value: readback } }, at(seconds));
}

const nothing = { writes: {}, events: [] };
const chosen = (word: string) => ({ writes: {}, events: [`chosen ${profile} ${word}`] });

/** Long after its start, with balanced in place that nobody wrote. */
function running(): Custody {
  const custody = new Custody();
  tick(custody, 'balanced', 'balanced', 0);
  tick(custody, 'balanced', 'balanced', 10);
  return custody;
}

describe('the firmware’s own key', () => {
  it('is a choice: told, not written over, and no drift once the profile follows', () => {
    const custody = running();
    expect(tick(custody, 'balanced', 'quiet', 11)).toEqual(chosen('quiet'));
    expect(tick(custody, 'quiet', 'quiet', 12)).toEqual(nothing);
    expect(custody.held(profile)).toMatchObject({ standing: 'held', why: null });
    expect(tick(custody, 'quiet', 'performance', 13)).toEqual(chosen('performance'));
  });

  it('is so after a write of ours as well, once what the firmware makes of it is over', () => {
    const custody = running();
    write(custody, 'low-power', 'low-power', 20);
    expect(tick(custody, 'low-power', 'low-power', 21)).toEqual(nothing);
    expect(tick(custody, 'low-power', 'low-power', 24)).toEqual(nothing);
    expect(tick(custody, 'low-power', 'performance', 25)).toEqual(chosen('performance'));
  });

  it('moves energy preferences, which are written again and are no drift', () => {
    const custody = running();
    custody.sent({ [epp]: 'power' }, at(10));
    custody.settled({ [epp]: { value: 'power' } }, at(10));
    const moved = tick(custody, 'balanced', 'performance', 20, { eppReads: 'performance' });
    expect(moved).toEqual({ writes: { [epp]: 'power' }, events: [`chosen ${profile} performance`] });
  });

  it('is left alone for 10 s where nobody follows it, and longer each time', () => {
    const custody = running();
    tick(custody, 'balanced', 'quiet', 20);
    expect(tick(custody, 'balanced', 'quiet', 29)).toEqual(nothing);
    expect(tick(custody, 'balanced', 'quiet', 31).writes).toEqual({ [profile]: 'balanced' });
    write(custody, 'balanced', 'balanced', 31);
    tick(custody, 'balanced', 'balanced', 32);
    expect(tick(custody, 'balanced', 'quiet', 40)).toEqual(chosen('quiet'));
    expect(tick(custody, 'balanced', 'quiet', 59)).toEqual(nothing);
    expect(tick(custody, 'balanced', 'quiet', 61).writes).toEqual({ [profile]: 'balanced' });
  });
});

describe('is none', () => {
  it('what our own write did, before and after its outcome is known', () => {
    const custody = running();
    custody.sent({ [profile]: 'low-power' }, at(20));
    expect(tick(custody, 'low-power', 'low-power', 20.1)).toEqual(nothing);
    custody.settled({ [profile]: { value: 'low-power' } }, at(20));
    expect(tick(custody, 'low-power', 'low-power', 20.2)).toEqual(nothing);
    expect(tick(custody, 'low-power', 'low-power', 60)).toEqual(nothing);
  });

  it('what the firmware makes of it at once, or within 3 s of the first sample that shows it, however late that comes', () => {
    const custody = running();
    write(custody, 'performance', 'balanced', 20);
    expect(tick(custody, 'performance', 'balanced', 40)).toEqual(nothing);
    expect(tick(custody, 'performance', 'low-power', 42.9).events).toEqual([`drift ${profile} low-power`]);
  });

  it.each<[string, (custody: Custody) => void]>([
    ['a write whose outcome was lost', c => c.lost()],
    ['a restore', c => c.forget()],
  ])('what %s left behind', (_, meanwhile) => {
    const custody = running();
    custody.sent({ [profile]: 'low-power' }, at(20));
    meanwhile(custody);
    expect(tick(custody, 'low-power', 'low-power', 30).events).toEqual([]);
    expect(tick(custody, 'low-power', 'low-power', 31).events).toEqual([]);
  });

  it('what a suspend or a start left behind', () => {
    const custody = running();
    expect(tick(custody, 'balanced', 'performance', 30, { slept: true }).events).toEqual([]);
    const started = new Custody();
    expect(tick(started, 'balanced', 'performance', 0).events).toEqual([]);
    expect(tick(started, 'balanced', 'quiet', 1).events).toEqual([]);
  });

  it('a word that is no profile', () => {
    expect(tick(running(), 'balanced', 'custom', 20).events).toEqual([]);
  });
});

it('what it knows is saved', () => {
  const custody = running();
  const twin = new Custody();
  twin.restore(structuredClone(custody.save()));
  expect(tick(twin, 'balanced', 'quiet', 11)).toEqual(chosen('quiet'));
});
