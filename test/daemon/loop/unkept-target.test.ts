import { expect, it } from 'vitest';
import type { Ticked } from '../../../src/daemon/loop/observer.js';
import { UnkeptTarget } from '../../../src/daemon/loop/unkept-target.js';
import type { Topology } from '../../../src/model/topology.js';
import { topology } from '../../governor/situation.js';

const machine = topology();
const blind: Topology = { ...machine, zones: [] };
type Seen = Pick<Ticked, 'requested' | 'stages' | 'tick'>;

/** How often it was said after each of 30 s, with the temperature seen or not. */
function said(of: Topology, seen: boolean, requested: { readonly target?: number } = { target: 65 }): number[] {
  const notices: string[] = [];
  const observer = new UnkeptTarget(what => notices.push(what));
  const reading = { interval: 1, zones: seen ? machine.zones : [] };
  return Array.from({ length: 30 }, () => {
    observer.ticked({ requested, stages: { description: { topology: of } }, tick: { reading } } as unknown as Seen);
    return notices.length;
  });
}

const each = (...counts: readonly (readonly [seconds: number, said: number])[]): number[] =>
  counts.flatMap(([seconds, count]) => Array.from({ length: seconds }, () => count));

it('says nothing while the temperature is seen', () => {
  expect(said(machine, true)).toEqual(each([30, 0]));
});

it('says at once, and once, that nothing measures it', () => {
  expect(said(blind, false)).toEqual(each([30, 1]));
});

// lm-sensors/lm-sensors#70: both sensors of a 1950X read 4294948.3 °C.
it('waits for a sensor that tells nothing, and then says that nothing measures it', () => {
  expect(said(machine, false)).toEqual(each([9, 0], [21, 1]));
});

it('says nothing where no temperature is asked for', () => {
  expect(said(blind, false, {})).toEqual(each([30, 0]));
});
