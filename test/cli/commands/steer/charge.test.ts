import { expect, test } from 'vitest';
import { serving } from '../../../control/fixture.js';
import { MadeSource, madeCharge, madeStatus } from '../../../control/made.js';
import { latticectl } from '../../run.js';

const explanation = '  supply.BAT0: its charge limit is 80 % because the configuration says charge_stop = 80.\n';

test('each battery is shown with what is in force, what is wanted and what was before', async () => {
  const { directory, source } = await serving();
  const { code, stdout, stderr } = await latticectl(['charge', '--runtime-dir', directory]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(source.charged).toEqual([{ do: 'show', battery: undefined }]);
  expect(stdout).toBe(`BAT0 charges to 80 % (starts below 75 %), at 71 % now
  wanted: stops at 80 %, starts below 75 %
  before the daemon: stops at 100 %, starts below 0 %
${explanation}limits stay when the daemon stops
`);
});

test.each(['full', 'limit'] as const)('charge %s is asked of all batteries, or of one', async what => {
  const { directory, source } = await serving();
  await latticectl(['charge', what, '--runtime-dir', directory]);
  await latticectl(['charge', what, '--battery', 'BAT1', '--runtime-dir', directory]);
  expect(source.charged).toEqual([
    { do: what, battery: undefined },
    { do: what, battery: 'BAT1' },
  ]);
});

test('what is not in force is told with why, and a full charge with who wants it', async () => {
  const source = new MadeSource();
  source.chargeNow = {
    kept: false,
    unkept: '/s/charge.json: ENOSPC',
    batteries: [
      madeCharge({
        inForce: { start: null, stop: 100 },
        wanted: { start: null, stop: 75 },
        before: { start: null, stop: 100 },
        why: ['supply.BAT0.charge_stop: 75 is wanted, 100 is in force (EINVAL)'],
        explanation: null,
      }),
      madeCharge({
        battery: 'BAT1',
        level: null,
        fullFor: 'uid 1000',
        behaviour: 'inhibit-charge',
        ownLimit: null,
        explanation: null,
      }),
      madeCharge({
        battery: 'BAT2',
        inForce: { start: null, stop: null },
        ownLimit: 'Long_Life',
        before: { start: null, stop: null },
        explanation: null,
      }),
    ],
  };
  const { directory } = await serving(source);
  const { stdout } = await latticectl(['charge', '--runtime-dir', directory]);
  expect(stdout).toBe(`BAT0 charges to 100 %, at 71 % now
  wanted: stops at 75 %
  supply.BAT0.charge_stop: 75 is wanted, 100 is in force (EINVAL)
BAT1 charges to 80 % (starts below 75 %), but its firmware is told inhibit-charge
  full until the charger is unplugged, as uid 1000 wants it
  before the daemon: stops at 100 %, starts below 0 %
BAT2 charges to its maker’s own limit (Long_Life), at 71 % now
  wanted: stops at 80 %, starts below 75 %
limits are put back as they were when the daemon stops
a full charge is forgotten when the daemon ends: /s/charge.json: ENOSPC
`);
});

test('--json gives it all', async () => {
  const { directory } = await serving();
  const { stdout } = await latticectl(['charge', 'full', '--json', '--runtime-dir', directory]);
  expect(JSON.parse(stdout)).toEqual({
    machine: 'linux',
    simulated: false,
    asked: 'full',
    batteries: [madeCharge()],
    kept: true,
    unkept: null,
  });
});

test('a machine without a battery, one that nothing can limit, and one of which nobody asks anything', async () => {
  const source = new MadeSource();
  const { directory } = await serving(source);
  const show = async (): Promise<string> => (await latticectl(['charge', '--runtime-dir', directory])).stdout;
  source.chargeNow = { batteries: [], kept: true, unkept: null };
  expect(await show()).toBe('this machine has no battery\n');
  const nothing = { start: null, stop: null };
  const plain = madeCharge({ inForce: nothing, wanted: nothing, before: nothing, behaviour: null, explanation: null });
  source.chargeNow = { batteries: [plain], kept: true, unkept: null };
  expect(await show()).toContain('no limit is wanted: charge_stop = 80 below [battery] in lattice.toml is one');
  source.now = madeStatus({ missing: [{ what: 'charge_limit', why: 'no driver offers it' }] });
  expect(await show()).toBe(
    'BAT0 has no limit that can be read, at 71 % now\nnothing can be limited: no driver offers it\n',
  );
});

test('status and explain tell it too', async () => {
  const source = new MadeSource(
    madeStatus({
      devices: [
        {
          scope: 'supply.BAT0',
          limits: { charge_stop: 80 },
          reasons: [],
          explanation: madeCharge().explanation ?? '',
        },
      ],
      charge: [madeCharge(), madeCharge({ battery: 'BAT1', fullFor: 'uid 0', explanation: null })],
    }),
  );
  const { directory } = await serving(source);
  const status = await latticectl(['status', '--runtime-dir', directory]);
  expect(status.stdout).toContain('battery   BAT0 charges to 80 % (starts below 75 %)\n');
  expect(status.stdout).toContain(
    '          BAT1 charges to 80 % (starts below 75 %), full until the charger is unplugged\n',
  );
  const explain = await latticectl(['explain', 'supply.BAT0', '--why', '--runtime-dir', directory]);
  expect(explain.stdout.replace(/\s+/g, ' ')).toContain(
    'its charge limit is 80 % because the configuration says charge_stop = 80.',
  );
});

test('a daemon that can’t says why', async () => {
  const source = new MadeSource();
  source.failure = 'no battery BAT7, expected one of BAT0';
  const { directory } = await serving(source);
  expect(await latticectl(['charge', 'full', '--battery', 'BAT7', '--runtime-dir', directory])).toEqual({
    code: 1,
    stdout: '',
    stderr: `latticectl: ${source.failure}\n`,
  });
});
