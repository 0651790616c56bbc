/** Any interleaving of what people, time, processes and the machine do ends in what the rules of DESIGN's meet give. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change, Lasting } from '../../src/control/change.js';
import { stagesFor } from '../../src/daemon/stages.js';
import { tick } from '../../src/daemon/tick.js';
import { Wishes } from '../../src/daemon/wishes.js';
import type { OverrideWish } from '../../src/governor/asked.js';
import { BaselineRule } from '../../src/governor/baseline.js';
import { OverrideRule } from '../../src/governor/override.js';
import { ProfileRule } from '../../src/governor/profile.js';
import { type ProfileName, profileNames } from '../../src/governor/profiles.js';
import type { Proposal } from '../../src/governor/proposal.js';
import type { Rule } from '../../src/governor/rule.js';
import type { Standing } from '../../src/governor/standing.js';
import type { Description } from '../../src/model/description.js';
import type { ControlSpec, ControlValue, SignalSpec } from '../../src/model/signals.js';
import { policyScope } from '../../src/model/topology.js';
import { nanoseconds } from '../../src/model/units.js';
import { folderForTest } from '../fixtures/scratch.js';
import { policy, topology } from '../governor/situation.js';

const epps = ['performance', 'balance_performance', 'balance_power', 'power'];
const governors = ['powersave', 'performance'];
const policies = [policy, { ...policy, id: 2, cpus: [2, 3], online: [2, 3], hw_max: 3_000_000 }];
const hotAbove = 90;
const hotCap = 1_500_000;
/** What a governor would make of each profile. */
const governed: Readonly<Record<ProfileName, { min: number; max: number }>> = {
  performance: { min: 4_000_000, max: 4_000_000 },
  balanced: { min: Number.NEGATIVE_INFINITY, max: 2_900_000 },
  'power-saver': { min: 1_000_000, max: 2_000_000 },
};

/** Bounds that are known beforehand, in place of rules that learn. */
const known = (
  name: string,
  interval: (profile: ProfileName, hot: boolean) => { min: number; max: number } | undefined,
): Rule => ({
  name,
  propose: ({ profile, reading }) => {
    const found = interval(
      profile,
      reading.zones.some(z => z.temperature > hotAbove),
    );
    if (found === undefined) return [];
    const priority = name === 'heat' ? 'safety' : 'governor';
    return policies.map((p): Proposal => {
      const reason = { rule: name, code: 'known' };
      return { kind: 'interval', scope: policyScope(p.id), control: 'freq', priority, interval: found, reason };
    });
  },
});
const rules = (): Rule[] => [
  known('heat', (_, hot) => (hot ? { min: Number.NEGATIVE_INFINITY, max: hotCap } : undefined)),
  new OverrideRule(),
  new ProfileRule(),
  known('govern', profile => governed[profile]),
  new BaselineRule(),
];

const baseline: Readonly<Record<string, ControlValue>> = {
  boost: 1,
  ...Object.fromEntries(
    policies.flatMap(({ id, hw_min, hw_max }) => [
      [`policy${id}.min_freq`, hw_min],
      [`policy${id}.max_freq`, hw_max],
      [`policy${id}.governor`, 'powersave'],
      [`policy${id}.epp`, 'balance_performance'],
    ]),
  ),
};
const choicesOf = (name: string) => (name.endsWith('.epp') ? epps : name.endsWith('.governor') ? governors : undefined);
const controls = Object.entries(baseline).map(
  ([name, value]): ControlSpec => ({ name, unit: 'x', value, writable: true, choices: choicesOf(name) }),
);
const signals: readonly SignalSpec[] = [
  { name: 'zone.cpu.temp', unit: 'C', kind: 'gauge' },
  { name: 'supply.AC.online', unit: 'bool', kind: 'state' },
  ...controls.map(({ name, unit, choices }): SignalSpec => ({ name, unit, kind: 'state', choices })),
];
const description: Description = {
  bootId: 'b',
  epoch: 1,
  simulated: false,
  kind: 'test',
  readOnly: false,
  signals,
  controls,
  missing: [],
  topology: {
    ...topology([], policies),
    cpus: [0, 1, 2, 3].map(id => ({ id, online: true, package: 0, core: id, kind: id < 2 ? 'P' : 'E' }) as const),
    supplies: [{ name: 'AC', type: 'Mains' }],
  },
  baseline,
};

/** The real wishes and a tick, over a kernel that does as it is told and people whose processes are files. */
class System {
  readonly clock = {
    proc: folderForTest('proc'),
    bootId: 'boot 0',
    now: 100,
    seconds: () => this.clock.now,
    wall: () => 0,
  };
  onMains = true;
  hot = false;
  kernel: Record<string, ControlValue> = { ...baseline };
  private readonly path = join(folderForTest('state'), 'wishes.json');
  private wishes = this.daemon();
  private stages = stagesFor(description, undefined, true, rules);
  private connections = new Map<number, object>();
  private starts = 1;

  begin(person: number): void {
    const folder = join(this.clock.proc, `${pidOf(person)}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'stat'), `${pidOf(person)} (p) S ${'0 '.repeat(18)}${this.starts++} 0`);
  }

  ask(change: Change, person: number): number | null | Error {
    const client = this.connections.get(person) ?? {};
    this.connections.set(person, client);
    const who = { proved: true, uid: person, pid: pidOf(person), command: null };
    try {
      return this.wishes.change(change, who, client).made;
    } catch (error) {
      return error as Error;
    }
  }

  disconnect(person: number): void {
    const client = this.connections.get(person);
    this.connections.delete(person);
    if (client !== undefined) this.wishes.left(client);
  }

  kill(person: number): void {
    this.disconnect(person);
    rmSync(join(this.clock.proc, `${pidOf(person)}`), { recursive: true, force: true });
  }

  /** The daemon goes, the helper puts back, the next daemon begins. */
  restart(between = () => {}): void {
    this.wishes.stop();
    for (const client of this.connections.values()) this.wishes.left(client);
    this.connections.clear();
    between();
    this.kernel = { ...baseline };
    this.stages = stagesFor(description, undefined, true, rules);
    this.wishes = this.daemon();
  }

  /** Ticks until everything has had its time. */
  settle(): void {
    for (let i = 0; i < 4; i++) {
      this.clock.now += 1;
      const at = nanoseconds(this.clock.now * 1e9);
      const state = (name: string) => choicesOf(name)?.indexOf(String(this.kernel[name])) ?? Number(this.kernel[name]);
      const values = [this.hot ? 95 : 40, Number(this.onMains), ...controls.map(c => state(c.name))];
      const { writes } = tick(this.stages, { at, epoch: 1, values: Float64Array.from(values) }, this.wishes.asked());
      this.stages.custody.sent(writes, at);
      Object.assign(this.kernel, writes);
      this.stages.custody.settled(
        Object.fromEntries(Object.entries(writes).map(([name, value]) => [name, { value }])),
        at,
      );
    }
  }

  stop() {
    this.wishes.stop();
    return this.wishes.status();
  }

  private daemon(): Wishes {
    const { path, clock } = this;
    const nothing = () => undefined;
    return new Wishes({
      path,
      standing: () => configured,
      remember: () => false,
      clock,
      log: nothing,
      event: nothing,
      changed: nothing,
    });
  }
}

/** What the configuration says, whatever the circumstances. */
const configured: Standing = {
  source: 'mains',
  profile: 'balanced',
  when: 'always',
  held: false,
  cap: undefined,
  target: undefined,
};
const people = 3;
const pidOf = (person: number): number => 100 + person;

interface Wished {
  readonly id: number;
  /** Second at which it ends. */
  at?: number;
  /** Ends with this life of this person's process. */
  life?: string;
  /** Ends with this connection, while there is one. */
  connection?: string | undefined;
}
interface Held extends Wished {
  readonly profile: ProfileName;
}
interface Overridden extends Wished {
  readonly wish: OverrideWish;
}

/** What should be, by the words of the documentation and none of the code. */
class Model {
  chosen: ProfileName = 'balanced';
  holds: Held[] = [];
  overrides: Overridden[] = [];
  readonly lives = Array.from({ length: people }, () => 1);
  readonly connections: number[] = Array.from({ length: people }, () => 1);

  life = (person: number) => `${person}/${this.lives[person]}`;
  connection = (person: number) => `${person}/${this.connections[person]}`;

  end(over: (wished: Wished) => boolean): void {
    this.holds = this.holds.filter(w => !over(w));
    this.overrides = this.overrides.filter(w => !over(w));
  }

  /** What lasts as long as a process of which nobody sees the connection ends with it. */
  dead(life: string): void {
    this.end(w => w.connection === undefined && w.life === life);
  }

  get profile(): ProfileName {
    if (this.holds.some(h => h.profile === 'power-saver')) return 'power-saver';
    return this.holds.length > 0 ? 'performance' : this.chosen;
  }

  expected(onMains: boolean, hot: boolean): Record<string, ControlValue> {
    const newest = <K extends 'epp' | 'governor' | 'boost'>(key: K, id?: number) =>
      this.overrides.filter(o => o.wish[key] !== undefined && (id === undefined || concerns(o.wish, id))).at(-1)?.wish[
        key
      ];
    const out: Record<string, ControlValue> = { boost: newest('boost') === false ? 0 : 1 };
    for (const { id, hw_min, hw_max } of policies) {
      const of = this.overrides.filter(o => concerns(o.wish, id)).map(o => o.wish);
      const maxes = of.flatMap(w => w.max ?? []);
      const mins = of.flatMap(w => w.min ?? []);
      let [min, max] = [hw_min, hw_max];
      const narrow = (low: number, high: number) => {
        const inside = (x: number) => Math.min(Math.max(x, min), max);
        [min, max] = [inside(Math.min(low, high)), inside(high)];
      };
      if (hot) narrow(hw_min, hotCap);
      if (of.length > 0) narrow(Math.max(...mins), Math.min(...maxes));
      const usual = governed[this.profile];
      narrow(
        mins.length > 0 ? Number.NEGATIVE_INFINITY : Math.max(usual.min, hw_min),
        maxes.length > 0 ? Number.POSITIVE_INFINITY : Math.min(usual.max, hw_max),
      );
      out[`policy${id}.min_freq`] = min;
      out[`policy${id}.max_freq`] = max;
      out[`policy${id}.governor`] = newest('governor', id) ?? 'powersave';
      out[`policy${id}.epp`] = newest('epp', id) ?? usualEpp(this.profile, onMains);
    }
    return out;
  }
}

const concerns = ({ cpus }: OverrideWish, id: number) => cpus === undefined || cpus === (id === 0 ? 'P' : 'E');
const usualEpp = (profile: ProfileName, onMains: boolean) =>
  profile === 'performance'
    ? 'performance'
    : profile === 'power-saver'
      ? 'power'
      : onMains
        ? 'balance_performance'
        : 'balance_power';

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
const step = fc.oneof(
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

function take(step: Step, system: System, model: Model): void {
  const ask = (change: Change, by: number) => system.ask(change, by);
  const override = (by: number, asked: OverrideWish, lasting: Lasting, ends: Omit<Wished, 'id'>) => {
    const made = ask({ op: 'override', wish: asked, lasting }, by);
    expect(made).toEqual(expect.any(Number));
    if (typeof made === 'number') model.overrides.push({ id: made, wish: asked, ...ends });
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

test('any interleaving ends in what the meet gives, and nothing of it outlives its end', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), steps => {
      const system = new System();
      const model = new Model();
      for (let by = 0; by < people; by++) system.begin(by);
      for (const s of steps) {
        take(s, system, model);
        system.settle();
        model.end(w => w.at !== undefined && w.at <= system.clock.now);
        expect(system.kernel, JSON.stringify(s)).toEqual(model.expected(system.onMains, system.hot));
      }
      // Hours later, everybody gone, only what was set is left.
      system.restart();
      for (let by = 0; by < people; by++) system.kill(by);
      system.clock.now += 3600;
      system.settle();
      Object.assign(model, { holds: [], overrides: [] });
      expect(system.kernel).toEqual(model.expected(system.onMains, system.hot));
      expect(system.stop()).toMatchObject({ holds: [], overrides: [], chosen: model.chosen });
    }),
    { numRuns: 150 },
  );
});
