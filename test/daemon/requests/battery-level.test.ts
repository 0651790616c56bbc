import { join } from 'node:path';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import { type Config, defaultConfig } from '../../../src/config/config.js';
import { Requests } from '../../../src/daemon/requests/requests.js';
import { StandingNow } from '../../../src/daemon/requests/standing-now.js';
import { unsaidPromise } from '../../../src/model/people/promise.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { client, hold, set, who } from './requesting.js';

const levels: Config = {
  ...defaultConfig,
  batteryLevels: [
    { below: 30, profile: 'power-saver' },
    { below: 60, profile: 'balanced', max: 2_000_000 },
  ],
};

/** A daemon's requests and what they rest on; `next` is its successor. */
function machine(config: Config, path = join(folderForTest('state'), 'wishes.json'), bootId = 'boot') {
  const events: unknown[] = [];
  const said: string[] = [];
  const standing = new StandingNow(
    config,
    '/nonexistent',
    () => 0,
    (level, text) => said.push(`${level}: ${text}`),
    () => undefined,
  );
  const requests = new Requests({
    path,
    standing: () => standing.again(0),
    supply: standing,
    promised: () => unsaidPromise,
    kernelReflex: () => false,
    actions: () => ({}),
    remember: () => config.remember,
    overReboot: () => config.rememberOverReboot,
    clock: { proc: '/proc', bootId, wall: () => 0, seconds: () => 0 },
    log: (level, text) => said.push(`${level}: ${text}`),
    event: (kind, what, _wall, detail) => events.push([kind, what, detail]),
    changed: () => undefined,
  });
  onTestFinished(() => requests.stop());
  /** A sample: the charge on battery, or mains. */
  const at = (charge: number | 'mains' | undefined) =>
    requests.requested(standing.at(charge === 'mains', 0, () => (charge === 'mains' ? 50 : charge))).profile;
  const next = (boot = bootId) => {
    requests.stop();
    return machine(config, path, boot);
  };
  return { requests, at, events, said, next, reconfigure: (to: Config) => standing.reconfigure(to) };
}
type Made = ReturnType<typeof machine>;

/** What happens (a charge on battery, mains, or an order), and the profile after each. */
type Step = [(number | 'mains' | undefined) | ((m: Made) => unknown), string];

const setting = (profile: 'performance' | 'balanced' | 'power-saver') => (m: Made) =>
  m.requests.change(set(profile), who, client);
const holding = (profile: 'performance' | 'power-saver') => (m: Made) => m.requests.change(hold(profile), who, client);
const release = (m: Made) =>
  m.requests.change({ op: 'release', hold: m.requests.status().holds[0]?.id ?? 0 }, who, client);
const scheduled = (m: Made) => m.requests.appoint('performance', { by: 'schedule' });

describe('the profile below a level of the battery', () => {
  it.each<[string, Step[]]>([
    [
      'nothing asked: the lowest level',
      [
        [80, 'balanced'],
        [29, 'power-saver'],
        [32, 'power-saver'],
        [33, 'balanced'],
      ],
    ],
    [
      'mains ends it at once',
      [
        [29, 'power-saver'],
        ['mains', 'balanced'],
        [31, 'balanced'],
        [29, 'power-saver'],
      ],
    ],
    [
      'what was set before gives way and comes back',
      [
        [80, 'balanced'],
        [setting('performance'), 'performance'],
        [29, 'power-saver'],
        [70, 'performance'],
      ],
    ],
    [
      'what was set on mains gives way and comes back with mains',
      [
        ['mains', 'balanced'],
        [setting('performance'), 'performance'],
        [29, 'power-saver'],
        ['mains', 'performance'],
      ],
    ],
    [
      'what is set since holds, also when the level is left',
      [
        [29, 'power-saver'],
        [setting('performance'), 'performance'],
        [28, 'performance'],
        ['mains', 'performance'],
      ],
    ],
    [
      'until a deeper level is crossed, or the same one anew',
      [
        [59, 'balanced'],
        [setting('performance'), 'performance'],
        [29, 'power-saver'],
        [setting('performance'), 'performance'],
        [40, 'performance'],
        ['mains', 'performance'],
        [59, 'balanced'],
      ],
    ],
    [
      'a hold on performance of before waits',
      [
        [80, 'balanced'],
        [holding('performance'), 'performance'],
        [29, 'power-saver'],
        ['mains', 'performance'],
      ],
    ],
    [
      'one of since wins until it ends',
      [
        [29, 'power-saver'],
        [holding('performance'), 'performance'],
        [28, 'performance'],
        [release, 'power-saver'],
      ],
    ],
    [
      'coming up to a higher level takes nothing from it',
      [
        [29, 'power-saver'],
        [holding('performance'), 'performance'],
        [34, 'performance'],
        [29, 'power-saver'],
      ],
    ],
    [
      'a hold on power-saver of before goes on',
      [
        [80, 'balanced'],
        [holding('power-saver'), 'power-saver'],
        [59, 'power-saver'],
        [release, 'balanced'],
      ],
    ],
    [
      'a schedule lifts no level',
      [
        [29, 'power-saver'],
        [scheduled, 'power-saver'],
        ['mains', 'performance'],
      ],
    ],
    [
      'an unread charge changes nothing',
      [
        [29, 'power-saver'],
        [undefined, 'power-saver'],
        ['mains', 'balanced'],
      ],
    ],
  ])('%s', (_, steps) => {
    const m = machine(levels);
    const seen = steps.map(([step]) => {
      if (typeof step !== 'function') return m.at(step);
      step(m);
      return m.requests.requested().profile;
    });
    expect(seen).toEqual(steps.map(([, profile]) => profile));
  });

  it('where choices are remembered, the one of the power source waits as well', () => {
    const m = machine({ ...levels, remember: true });
    m.at(80);
    setting('performance')(m);
    expect([m.at('mains'), m.at(80), m.at(29)]).toEqual(['balanced', 'performance', 'power-saver']);
    setting('balanced')(m);
    expect([m.at(28), m.at('mains'), m.at(80)]).toEqual(['balanced', 'balanced', 'balanced']);
  });

  it('a cap of a level holds with it, whoever sets a profile', () => {
    const m = machine(levels);
    m.at(29);
    setting('performance')(m);
    expect(m.requests.requested().cap).toEqual({ max: 2_000_000, when: 'since the battery is below 60 %' });
  });
});

test('each change has its reason in the journal and in the log, and status says what decides', () => {
  const m = machine(levels);
  m.at(70);
  m.at(29);
  expect(m.requests.status()).toMatchObject({ profile: 'power-saver', level: 30 });
  expect(m.requests.why()).toBe('since the battery is below 30 %');
  setting('balanced')(m);
  expect([m.requests.status().level, m.requests.why()]).toEqual([null, 'set by hand']);
  m.at('mains');
  const by = 'battery level';
  expect(m.events).toEqual([
    ['profile', 'power-saver', { by, why: 'since the battery is below 30 %', before: 'balanced' }],
    ['profile', 'balanced', { before: 'power-saver', ...who }],
    ['profile', 'balanced', { by, why: 'since the machine is plugged in', before: 'balanced' }],
  ]);
  expect(m.said[0]).toBe('info: power-saver, since the battery is below 30 %');
});

test('a battery that does not say how full it is leaves the rule asleep, and that is said once', () => {
  const m = machine(levels);
  expect([m.at(undefined), m.at(undefined), m.at('mains')]).toEqual(['balanced', 'balanced', 'balanced']);
  expect(m.said).toEqual(['warning: no battery says how full it is: [[battery_level]] waits until one does']);
});

test('a restart flaps nothing: the level, what was set since and the holds of before are as they were', () => {
  const first = machine(levels);
  first.at(80);
  holding('performance')(first);
  first.at(29);
  const second = first.next();
  expect([second.requests.status().profile, second.at(32)]).toEqual(['power-saver', 'power-saver']);
  expect(second.events).toEqual([]);
  setting('balanced')(second);
  const third = second.next();
  expect([third.requests.status().profile, third.at(32), third.at('mains')]).toEqual([
    'balanced',
    'balanced',
    'balanced',
  ]);
});

test('after a reboot levels begin anew', () => {
  const first = machine(levels);
  first.at(29);
  expect(first.next('another').at(61)).toBe('balanced');
  expect(machine(levels).at(31)).toBe('balanced');
});

test('a level that is taken out of the configuration no longer holds', () => {
  const m = machine(levels);
  m.at(29);
  m.reconfigure(defaultConfig);
  expect([m.requests.requested().profile, m.at(29)]).toEqual(['balanced', 'balanced']);
});
