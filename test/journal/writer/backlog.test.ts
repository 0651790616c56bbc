import { describe, expect, it } from 'vitest';
import { Backlog } from '../../../src/journal/writer/backlog.js';
import { batch, decision, energy } from '../support.js';

const event = (at: number) => ({ at, kind: 'k', what: 'w', detail: {} });

describe('Backlog', () => {
  it('is empty until something is added, and again when cleared', () => {
    const backlog = new Backlog(10);
    expect(backlog.batch()).toBeUndefined();
    backlog.add(batch({ until: 5 }));
    expect(backlog.batch()).toEqual(batch({ until: 5 }));
    backlog.clear();
    expect(backlog.batch()).toBeUndefined();
  });

  it('merges rows of one key, newest wins', () => {
    const backlog = new Backlog(10);
    backlog.add(batch({ until: 9, decisions: [decision()], slots: [energy({ integral: 1 })], events: [event(1)] }));
    backlog.add(
      batch({
        until: 7,
        decisions: [decision({ ticks: 20 })],
        slots: [energy({ integral: 2 })],
        events: [event(1)],
      }),
    );
    const merged = {
      decisions: [decision({ ticks: 20 })],
      slots: [energy({ integral: 2 })],
      events: [event(1), event(1)],
    };
    expect(backlog.batch()).toEqual(batch({ until: 9, ...merged }));
    expect(backlog.dropped).toBe(0);
  });

  it('keeps a batch that waits alone as it is, and counts its rows', () => {
    const backlog = new Backlog(10);
    const only = batch({ until: 3, decisions: [decision()], slots: [energy()], events: [event(1)] });
    backlog.add(only);
    expect(backlog.batch()).toBe(only);
    expect(backlog.size).toBe(3);
    const as = structuredClone(only);
    backlog.add(batch({ until: 4, decisions: [decision({ ticks: 99 })] }));
    expect(only).toEqual(as);
  });

  it('gives up the oldest of the most numerous kind and counts it', () => {
    const backlog = new Backlog(3);
    backlog.add(batch({ decisions: [decision({ key: 1 }), decision({ key: 2 })], events: [event(1)] }));
    backlog.add(batch({ decisions: [decision({ key: 1, ticks: 11 }), decision({ key: 3 })] }));
    expect(backlog.batch()?.decisions.map(row => row.key)).toEqual([1, 3]);
    expect(backlog.batch()?.events).toHaveLength(1);
    expect(backlog.dropped).toBe(1);
    backlog.forget();
    expect(backlog.dropped).toBe(0);
  });

  it('keeps the few decisions where events are many', () => {
    const backlog = new Backlog(3);
    backlog.add(batch({ decisions: [decision()], events: [event(1), event(2), event(3)] }));
    expect(backlog.batch()).toMatchObject({ decisions: [decision()], events: [event(2), event(3)] });
  });

  it('counts what it gives up as a whole', () => {
    const backlog = new Backlog(10);
    backlog.add(batch({ decisions: [decision()], slots: [energy()] }));
    backlog.giveUp();
    expect(backlog.batch()).toBeUndefined();
    expect(backlog.dropped).toBe(2);
  });
});
