import { expect, test } from 'vitest';
import { startAdvice } from '../../../../src/cli/start-advice.js';
import { serving, temporary } from '../../../control/fixture.js';
import { MadeSource, madeDescription, madeRequests, madeStatus } from '../../../control/made.js';
import { latticectl } from '../../run.js';

const simulation = () =>
  new MadeSource(
    madeStatus({ simulated: true, machine: 'simulated laptop' }),
    madeDescription({ simulated: true, kind: 'simulated laptop' }),
  );

test('status shows machine, limits, who bound them, and what is not held', async () => {
  const { directory } = await serving();
  const { code, stdout, stderr } = await latticectl(['status', '--runtime-dir', directory]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe(`latticed 0.1.0  pid 4242, up 1 h 5 min, 39000 ticks (2 late), active
machine   linux
profile   balanced (configured, always), governing, on battery
power     package0 12.3 W, psys 21.9 W, battery discharging at 18.5 W
heat      x86_pkg_temp 88 °C (trip at 95 °C), acpitz 41 °C, fan 2400 rpm
pressure  some task waited for a CPU 2 % of the time
journal   /var/lib/lattice/journal.db

POLICY   CPUS       NOW  BUSY  LIMITS         GOVERNOR   EPP            BOUND BY
policy0  0-3   2.40 GHz  45 %  0.80–3.10 GHz  powersave  balance_power  thermal
policy4  4-7    800 MHz   3 %  0.40–3.00 GHz  powersave  balance_power  –

not held
  policy0.epp refused: wants balance_power, reads performance (EBUSY: the performance governor owns EPP)

notices
  21:04:00, 1 min ago: policy0.epp refused: EBUSY: the performance governor owns EPP

1 thing this machine does not offer: see latticectl doctor
`);
});

test('options may stand before the command', async () => {
  const { directory, source } = await serving();
  const { code, stdout } = await latticectl(['--json', '--runtime-dir', directory, 'status']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ running: true, ...JSON.parse(JSON.stringify(source.now)) });
});

test('explain says what is promised and why, in words and as data', async () => {
  const promise = {
    in: 'milliseconds',
    slowdown: 0.05,
    delay: 4,
    why: 'this is a laptop (chassis 10)',
    reflex: true,
    heartbeats: { kept: 0, broken: 0 },
  } as const;
  const { directory } = await serving(new MadeSource(madeStatus({ promise })));
  const { stdout } = await latticectl(['explain', '--runtime-dir', directory]);
  expect(stdout.split('\n')[0]).toBe('promise: milliseconds, since this is a laptop (chassis 10)');
  const one = await latticectl(['explain', 'policy4', '--runtime-dir', directory]);
  expect(one.stdout).not.toContain('promise');
  const { stdout: json } = await latticectl(['explain', '--json', '--runtime-dir', directory]);
  expect(JSON.parse(json)).toMatchObject({ promise });
});

test('explain names who holds the profile in force, moves no cursor, and is silent about holds that decide nothing', async () => {
  const hold = (app: string, profile: 'performance' | 'power-saver', proved: boolean) => ({
    id: 1,
    profile,
    reason: 'a \u001b[2Jbuild\u202e',
    app,
    who: { proved, uid: proved ? 1000 : null, pid: 4711, command: '/usr/bin/make -j4' },
    since: 0,
  });
  const holds = [
    hold('saver', 'power-saver', true),
    hold('fast', 'performance', true),
    hold('sly', 'power-saver', false),
  ];
  const asked = madeRequests({ profile: 'power-saver', chosen: 'performance', holds });
  const { directory } = await serving(new MadeSource(madeStatus({ profile: 'power-saver', asked })));
  const { stdout } = await latticectl(['explain', '--runtime-dir', directory]);
  const words = stdout
    .replaceAll(/\n {2}/g, ' ')
    .split('\n')
    .slice(-3);
  expect(words).toEqual([
    'The profile is power-saver because saver holds it: a ?[2Jbuild?; asked for by uid 1000 (make, pid 4711).',
    'The profile is power-saver because sly holds it: a ?[2Jbuild?; asked for by somebody unproved (make, pid 4711).',
    '',
  ]);
});

test('an error moves no cursor', async () => {
  const { stderr } = await latticectl([
    'explain',
    'policy\u001b[2J\u009b9',
    '--runtime-dir',
    (await serving()).directory,
  ]);
  expect(stderr).toContain('policy?[2J?9: no such scope');
});

test('explain says one line a policy, or one alone; the whole reason and its figures where it is asked for', async () => {
  const { directory } = await serving();
  const all = await latticectl(['explain', '--runtime-dir', directory]);
  expect(all.code).toBe(0);
  expect(all.stdout.trimEnd().split('\n')).toEqual(madeStatus().policies.map(p => `${p.scope}  ${p.summary}`));
  const why = (await latticectl(['explain', 'policy0', '--why', '--runtime-dir', directory])).stdout.replace(
    /\s+/g,
    ' ',
  );
  const [first] = madeStatus().policies;
  expect(why).toBe(`policy0 ${first?.summary} ${first?.explanation} paced: bunching -0.62, coherence 0.31, β 0.80 `);
  const one = await latticectl(['explain', 'policy4', '--json', '--runtime-dir', directory]);
  const { explanations, ...rest } = JSON.parse(one.stdout);
  expect(rest).toEqual({
    source: 'daemon',
    simulated: false,
    machine: 'linux',
    promise: null,
    asked: madeRequests(),
  });
  expect(explanations).toMatchObject([{ scope: 'policy4', limits: { min_freq: 400_000, max_freq: 3_000_000 } }]);
});

test('an unknown scope is named with those there are', async () => {
  const { directory } = await serving();
  const { code, stderr } = await latticectl(['explain', 'policy9', '--runtime-dir', directory]);
  expect(code).toBe(1);
  expect(stderr).toBe('latticectl: policy9: no such scope, expected one of policy0, policy4\n');
});

test('verify fails while a control is not held, and succeeds when all are', async () => {
  const { directory, source } = await serving();
  const bad = await latticectl(['verify', '--runtime-dir', directory]);
  expect(bad.code).toBe(1);
  expect(bad.stdout).toBe(`CONTROL           STATE    WANTED         READS        WHY
policy0.max_freq  held     3.10 GHz       3.10 GHz
policy0.epp       refused  balance_power  performance  EBUSY: the performance governor owns EPP

1 control of 2 not held.
`);
  source.tick({ controls: source.now.controls.slice(0, 1) });
  const good = await latticectl(['verify', '--json', '--runtime-dir', directory]);
  expect(good.code).toBe(0);
  expect(JSON.parse(good.stdout)).toMatchObject({ running: true, simulated: false, agreed: true });
});

test.each(['clamped', 'ceded', 'refused'] as const)('a control that is %s is not held', async state => {
  const { directory, source } = await serving();
  source.tick({ controls: source.now.controls.map(c => ({ ...c, state })) });
  expect((await latticectl(['verify', '--runtime-dir', directory])).code).toBe(1);
});

test('verify fails while the journal can’t be written', async () => {
  const journal = { path: '/j', failure: 'the disk is full', movedAside: undefined };
  const { directory } = await serving(new MadeSource(madeStatus({ controls: [], journal })));
  const { code, stdout } = await latticectl(['verify', '--runtime-dir', directory]);
  expect(code).toBe(1);
  expect(stdout).toContain('The journal is not written: the disk is full');
});

test('top --once prints one view, --json the status; version names both sides', async () => {
  const { directory } = await serving();
  const once = await latticectl(['top', '--once', '--runtime-dir', directory]);
  expect(once.code).toBe(0);
  expect(once.stdout.split('\n')[0]).toBe(
    ' lattice  linux · balanced · governing · on battery · active            21:05:00',
  );
  expect(once.stdout).not.toContain('\u001b');
  const json = await latticectl(['top', '--once', '--json', '--runtime-dir', directory]);
  expect(JSON.parse(json.stdout)).toMatchObject({ pid: 4242, simulated: false });
  const version = await latticectl(['version', '--runtime-dir', directory]);
  expect(version.stdout).toMatch(/^latticectl \d+\.\d+\.\d+\nlatticed 0\.1\.0 \(pid 4242\)\n$/);
});

test('a simulated machine is labelled in every output, text and JSON', async () => {
  const { directory } = await serving(simulation());
  for (const command of [
    ['status'],
    ['explain'],
    ['top', '--once'],
    ['doctor'],
    ['verify'],
    ['version'],
    ['feedback', 'show'],
    ['charge'],
  ]) {
    const where = ['--runtime-dir', directory, '--state-dir', directory];
    const text = await latticectl([...command, ...where]);
    expect(text.stdout, command[0]).toContain('SIMULATED');
    const json = await latticectl([...command, '--json', ...where]);
    expect(JSON.parse(json.stdout), command[0]).toMatchObject({ simulated: true });
  }
});

test('without UTF-8 the output is ASCII', async () => {
  const { directory } = await serving();
  const { stdout } = await latticectl(['top', '--once', '--runtime-dir', directory], { LC_ALL: 'C' });
  expect(stdout).toMatch(/^\p{ASCII}+$/u);
});

test('names with escape sequences are shown harmlessly', async () => {
  const { directory } = await serving(new MadeSource(madeStatus({ profile: 'evil\u001b[2J' })));
  const { stdout } = await latticectl(['status', '--runtime-dir', directory]);
  expect(stdout).toContain('profile   evil?[2J (configured, always), governing');
});

test('no daemon and nothing ever recorded: exit 1, what to do, nothing on stdout', async () => {
  const directory = temporary();
  const { code, stdout, stderr } = await latticectl(['status', '--runtime-dir', directory, '--state-dir', directory]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe(`latticectl: no latticed running (no socket at ${directory}/control.sock); ${startAdvice()}\n`);
});
