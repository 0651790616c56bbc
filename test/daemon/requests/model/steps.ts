/** What people, time and the machine may do next, and what that does to system and model. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Change, Lasting } from '../../../../src/control/protocol/operations/change.js';
import { profileNames } from '../../../../src/model/people/profiles.js';
import type { OverrideRequest } from '../../../../src/model/people/requests.js';
import type { Model, Wished } from './model.js';
import { epps, governors, people, pidOf } from './scene.js';
import type { System } from './system.js';

const person = fc.nat(people - 1);
const khz = fc.integer({ min: 8, max: 40 }).map(n => n * 100_000);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const wish = fc
  .record({
    min: maybe(khz),
    max: maybe(khz),
    epp: maybe(fc.constantFrom(...epps)),
    governor: maybe(fc.constantFrom(...governors)),
    boost: maybe(fc.boolean()),
    cpus: maybe(fc.constantFrom('P', 'E')),
  })
  .filter(({ min, max }) => min === undefined || max === undefined || min <= max)
  // One switch for the whole machine is nothing to select CPUs for.
  .map(({ boost, ...w }) => (w.cpus === undefined ? { ...w, boost } : w));
export const step = fc.oneof(
  fc.record({ do: fc.constant('set' as const), person, profile: fc.constantFrom(...profileNames) }),
  fc.record({
    do: fc.constant('hold' as const),
    person,
    profile: fc.constantFrom('performance' as const, 'power-saver' as const),
  }),
  fc.record({ do: fc.constant('release' as const), person, which: fc.nat(3) }),
  fc.record({ do: fc.constant('for' as const), person, wish, seconds: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ do: fc.constant('while' as const), person, wish, other: person }),
  fc.record({ do: fc.constant('connected' as const), person, wish }),
  fc.record({ do: fc.constant('clear' as const), person, which: fc.oneof(fc.nat(3), fc.constant('all' as const)) }),
  fc.record({ do: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ do: fc.constantFrom('mains' as const, 'heat' as const, 'restart' as const, 'reboot' as const) }),
  fc.record({ do: fc.constantFrom('disconnect' as const, 'kill' as const), person }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

export function take(step: Step, system: System, model: Model): void {
  const ask = (change: Change, by: number) => system.ask(change, by);
  const override = (by: number, asked: OverrideRequest, lasting: Lasting, ends: Omit<Wished, 'id'>) => {
    const made = ask({ op: 'override', wish: asked, lasting }, by);
    expect(made).toEqual(expect.any(Number));
    if (typeof made !== 'number') return;
    if ('for' in lasting) model.replaced(by, asked);
    model.overrides.push({ id: made, wish: asked, by, ...ends });
  };
  switch (step.do) {
    case 'set':
      ask({ op: 'set', profile: step.profile }, step.person);
      model.chosen = step.profile;
      model.holds = [];
      break;
    case 'hold': {
      const { person: by, profile } = step;
      const made = ask({ op: 'hold', profile, reason: 'r', app: 'a' }, by);
      expect(made).toEqual(expect.any(Number));
      if (typeof made === 'number')
        model.holds.push({ id: made, profile, connection: model.connection(by), life: model.life(by) });
      break;
    }
    case 'release': {
      const found = model.holds[step.which];
      const made = ask({ op: 'release', hold: found?.id ?? 999_999 }, step.person);
      expect(made instanceof Error).toBe(found === undefined);
      model.holds = model.holds.filter(h => h !== found);
      break;
    }
    case 'for':
      override(step.person, step.wish, { for: step.seconds }, { at: system.clock.now + step.seconds });
      break;
    case 'while':
      override(step.person, step.wish, { while: pidOf(step.other) }, { life: model.life(step.other) });
      break;
    case 'connected': {
      const { person: by } = step;
      override(by, step.wish, { connected: true }, { connection: model.connection(by), life: model.life(by) });
      break;
    }
    case 'clear': {
      const all = step.which === 'all';
      const found = step.which === 'all' ? undefined : model.overrides[step.which];
      const made = ask({ op: 'clear', override: all ? 'all' : (found?.id ?? 999_999) }, step.person);
      expect(made instanceof Error).toBe(!all && found === undefined);
      model.overrides = model.overrides.filter(o => !all && o !== found);
      break;
    }
    case 'pass':
      system.clock.now += step.seconds;
      break;
    case 'mains':
      system.onMains = !system.onMains;
      break;
    case 'heat':
      system.hot = !system.hot;
      break;
    case 'disconnect':
    case 'kill': {
      const { person: by } = step;
      const [gone, life] = [model.connection(by), model.life(by)];
      model.end(w => w.connection === gone);
      model.connections[by] = (model.connections[by] ?? 0) + 1;
      if (step.do === 'disconnect') {
        system.disconnect(by);
        break;
      }
      system.kill(by);
      // Another process gets the same pid at once.
      system.begin(by);
      model.dead(life);
      model.lives[by] = (model.lives[by] ?? 0) + 1;
      break;
    }
    case 'reboot':
      for (let by = 0; by < people; by++) system.kill(by);
      system.restart(() => {
        system.clock.bootId += '+';
        system.clock.now = 10;
      });
      for (let by = 0; by < people; by++) {
        system.begin(by);
        model.lives[by] = (model.lives[by] ?? 0) + 1;
      }
      Object.assign(model, { chosen: 'balanced', holds: [], overrides: [] });
      break;
    case 'restart':
      system.restart();
      for (const w of [...model.holds, ...model.overrides]) w.connection = undefined;
      for (let by = 0; by < people; by++) model.connections[by] = (model.connections[by] ?? 0) + 1;
      break;
  }
}
