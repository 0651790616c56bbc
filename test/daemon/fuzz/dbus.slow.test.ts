import { expect, it, onTestFinished } from 'vitest';
import { Bus, variant } from '../../../src/control/dbus/bus.js';
import { introspectableInterface, layouts, propertiesInterface } from '../../../src/control/dbus/layouts.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { Random } from '../../fixtures/random.js';
import { SystemBus } from '../../fixtures/system-bus.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import { until } from '../../rig/poll.js';
import { expectOffered, trimmed } from './offered.js';
import { fuzzMessages, fuzzSeed } from './watched-daemon.js';

/** A call costs some twenty times what a line on the socket does. */
const calls = Math.ceil(fuzzMessages / 20);
const batch = 50;

const members = [
  ...['HoldProfile', 'ReleaseProfile', 'SetActionEnabled', 'Get', 'Set', 'GetAll', 'Introspect'],
  ...['holdProfile', 'x'.repeat(255), '__proto__', 'constructor', 'Ping', 'GetMachineId'],
];
const names = ['ActiveProfile', 'BatteryAware', 'ActiveProfileHolds', 'Version', '__proto__', '', 'toString'];
const words = [
  ...[
    'performance',
    'power-saver',
    'balanced',
    'Performance',
    '',
    ' ',
    'x'.repeat(70_000),
    'é\u{1f600}'.repeat(200),
    '\u001b[2J',
  ],
  ...layouts.map(({ name }) => name),
  ...names,
];

/** One value of each type, by its signature; what a client of another language would send by mistake is among them. */
function argument(random: Random): [signature: string, value: unknown] {
  const word = random.pick(words);
  switch (random.below(8)) {
    case 0:
      return ['u', random.pick([0, 1, 2, 4_294_967_295])];
    case 1:
      return ['b', random.below(2) > 0];
    case 2:
      return ['d', random.pick([Number.NaN, -0, 1e308, Number.POSITIVE_INFINITY])];
    case 3:
      return [
        'v',
        variant(
          random.pick([
            ['s', word],
            ['b', true],
            ['u', 7],
            ['as', [word]],
            ['v', ['s', word]],
          ] as const),
        ),
      ];
    case 4:
      return ['as', [word, word]];
    default:
      return ['s', word];
  }
}

type Arguments = readonly (readonly [signature: string, value: unknown])[];

interface Call {
  readonly path: string;
  readonly where: string;
  readonly member: string;
  readonly given: Arguments;
}

/** Calls as desktops make them. */
const proper = ({ name, path }: (typeof layouts)[number]): Call[] => [
  {
    path,
    where: propertiesInterface,
    member: 'Get',
    given: [
      ['s', name],
      ['s', 'ActiveProfile'],
    ],
  },
  { path, where: propertiesInterface, member: 'GetAll', given: [['s', name]] },
  {
    path,
    where: propertiesInterface,
    member: 'Set',
    given: [
      ['s', name],
      ['s', 'ActiveProfile'],
      ['v', variant(['s', 'power-saver'])],
    ],
  },
  {
    path,
    where: propertiesInterface,
    member: 'Set',
    given: [
      ['s', name],
      ['s', 'BatteryAware'],
      ['v', variant(['b', true])],
    ],
  },
  {
    path,
    where: name,
    member: 'HoldProfile',
    given: [
      ['s', 'performance'],
      ['s', 'why'],
      ['s', 'who'],
    ],
  },
  { path, where: name, member: 'ReleaseProfile', given: [['u', 1]] },
  {
    path,
    where: name,
    member: 'SetActionEnabled',
    given: [
      ['s', 'amdgpu_dpm'],
      ['b', true],
    ],
  },
  { path: '/', where: introspectableInterface, member: 'Introspect', given: [] },
];

/** Half of them are proper but for an argument or two, half are anything. */
function made(random: Random): Call {
  const layout = random.pick(layouts);
  if (random.below(2) > 0) {
    const call = random.pick(proper(layout));
    return { ...call, given: call.given.map(each => (random.below(6) > 0 ? each : argument(random))) };
  }
  return {
    path: random.pick([layout.path, '/', '/org/odd']),
    where: random.pick([layout.name, propertiesInterface, introspectableInterface, 'a.b']),
    member: random.pick(members),
    given: Array.from({ length: random.below(5) }, () => argument(random)),
  };
}

it(`${calls} calls of anything on D-Bus (seed ${fuzzSeed})`, { timeout: 300_000 + calls * 20 }, async () => {
  const bus = await new SystemBus().start();
  const tree = treeForTest('amd-pstate-epp');
  const before = tree.settings();
  const daemon = new DaemonRun({ tree, env: bus.env });
  await until(
    'its names',
    () => daemon.status(),
    status => status?.desktop.names.length === 2,
  );
  const client = await Bus.open(bus.env.DBUS_SYSTEM_BUS_ADDRESS, () => undefined);
  onTestFinished(() => client.close());
  const random = new Random(fuzzSeed);
  const seen = { answered: 0, refused: 0 };
  const one = async (): Promise<void> => {
    const { path, where, member, given } = made(random);
    const [signature, body] = [given.map(([type]) => type).join(''), given.map(([, value]) => value)];
    const asked = client.call(random.pick(layouts).name, path, where, member, signature, body);
    await asked.then(
      () => seen.answered++,
      // An error that says nothing helps nobody.
      (error: Error) => expect([++seen.refused > 0, error.message]).toEqual([true, expect.stringMatching(/./)]),
    );
  };
  for (let sent = 0; sent < calls; sent += batch) {
    await Promise.all(Array.from({ length: batch }, one));
    expectOffered(tree, before);
  }
  expect(await daemon.status()).toMatchObject({ mode: 'govern' });
  expect(seen.answered).toBeGreaterThan(calls / 100);
  console.info(`D-Bus: ${calls} calls, ${JSON.stringify(seen)}`);
  daemon.process.kill('SIGTERM');
  expect(await daemon.left()).toBe(0);
  expect(trimmed(tree.settings())).toEqual(trimmed(before));
});
