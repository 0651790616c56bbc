import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecisionLog } from '../../../src/journal/decisions/run-length.js';
import { Packer, Unpacker } from '../../../src/journal/worker/wire.js';
import type { Conditions, DecisionRow, Series, SlotRow } from '../../../src/journal/write-model.js';
import { batch, decision, energy, reason } from '../support.js';

const byKey = (rows: readonly DecisionRow[]): readonly DecisionRow[] => [...rows].sort((a, b) => a.key - b.key);

describe('Packer and Unpacker', () => {
  it('sends a row whole once, then only its growth', () => {
    const [packer, unpacker] = [new Packer(), new Unpacker()];
    const first = batch({ decisions: [decision()], slots: [energy()] });
    expect(unpacker.unpack(packer.pack(first))).toEqual(first);
    const grown = batch({ decisions: [decision({ until: 2_000_000, ticks: 20 })] });
    const packed = packer.pack(grown);
    expect(packed.rest.decisions).toEqual([]);
    expect(unpacker.unpack(packed)).toEqual(grown);
  });

  it('gives back what the log drained, whatever happens in between', () => {
    const step = fc.record({
      scope: fc.constantFrom('a', 'b'),
      plan: fc.integer({ min: 1, max: 2 }),
      readback: fc.boolean(),
      drain: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step), steps => {
        const [log, packer, unpacker] = [new DecisionLog(), new Packer(), new Unpacker()];
        for (const [at, { scope, plan, readback, drain }] of steps.entries()) {
          const after = { max_freq: plan };
          const why = { reasons: [reason], before: () => ({}), features: () => ({ at }) };
          log.record({ at, scope, mode: 'govern', profile: 'p', after, ...why });
          const row = log.openRow(scope);
          if (readback && row !== undefined) log.readback(row, { max_freq: at });
          if (!drain) continue;
          const decisions = log.drain();
          expect(byKey(unpacker.unpack(structuredClone(packer.pack(batch({ decisions })))).decisions)).toEqual(
            decisions,
          );
        }
      }),
    );
  });

  it('gives back slots, of series and conditions that come again and of new ones', () => {
    const series = ['package0', 'é'].map((name): Series => ({ kind: 'energy', name }));
    const under = ['a', 'b'].map(
      (profile): Conditions => ({ mode: 'govern', profile, source: 'mains', governor: 'g' }),
    );
    const whole = fc.maxSafeInteger();
    const slot: fc.Arbitrary<SlotRow> = fc.record({
      slot: fc.maxSafeNat(),
      series: fc.constantFrom(...series),
      under: fc.constantFrom(...under),
      part: fc.nat(9),
      integral: whole,
      measuredMs: fc.nat(10_000),
      min: fc.option(whole),
      max: fc.option(whole),
    });
    fc.assert(
      fc.property(fc.array(fc.array(slot, { maxLength: 8 })), batches => {
        const [packer, unpacker] = [new Packer(), new Unpacker()];
        for (const slots of batches)
          expect(unpacker.unpack(structuredClone(packer.pack(batch({ slots })))).slots).toEqual(slots);
      }),
    );
  });

  it('tells a series and its conditions once', () => {
    const packer = new Packer();
    const slots = [energy()];
    const [first, second] = [packer.pack(batch({ slots })), packer.pack(batch({ slots }))];
    expect([first.series.all, first.conditions.all]).toEqual([[slots[0]?.series], [slots[0]?.under]]);
    expect([second.series.all, second.conditions.all]).toEqual([[], []]);
  });

  it('gives up what a lost message named, and books it on nobody else', () => {
    const [packer, unpacker] = [new Packer(), new Unpacker()];
    const of = (name: string): SlotRow => energy({ series: { kind: 'energy', name } });
    const [lost, psys, dram] = [{ ...of('lost'), integral: 1 }, of('psys'), of('dram')];
    unpacker.unpack(packer.pack(batch({ slots: [psys] })));
    packer.pack(batch({ slots: [lost] }));
    const come = packer.pack(batch({ slots: [lost, dram, psys] }));
    expect(unpacker.unpack(come).slots).toEqual([dram, psys]);
  });
});
