import { expect, test } from 'vitest';
import { serving } from '../../../control/fixture.js';
import { MadeSource, madeRequests, madeStatus } from '../../../control/made.js';
import { latticectl } from '../../run.js';

const who = { proved: true, uid: 1000, pid: 4711, command: '/usr/bin/make -j4' };
const since = Date.UTC(2026, 10, 25, 12, 0, 0);
const override = { id: 7, wish: { max: 2_400_000, cpus: 'P' }, who, since, remaining: 3540, process: null };
const held = {
  id: 3,
  profile: 'power-saver',
  reason: 'a long\u001b[2J flight',
  app: 'org.example.App',
  who,
  since,
} as const;

async function asked(wishes: Parameters<typeof madeRequests>[0], ...args: string[]) {
  const source = new MadeSource();
  source.requestsNow = madeRequests(wishes);
  const { directory } = await serving(source);
  return { ...(await latticectl(['--runtime-dir', directory, ...args])), changes: source.changes.map(c => c.change) };
}

test('get prints the profile in force and nothing else', async () => {
  expect(await asked({ profile: 'power-saver' }, 'get')).toMatchObject({
    code: 0,
    stdout: 'power-saver\n',
    stderr: '',
  });
  const { stdout } = await asked({ profile: 'power-saver' }, 'get', '--json');
  expect(JSON.parse(stdout)).toEqual({
    machine: 'linux',
    simulated: false,
    profile: 'power-saver',
    chosen: 'balanced',
  });
});

test('of a machine that is made up it says so beside what scripts read', async () => {
  const source = new MadeSource(madeStatus({ simulated: true, machine: 'simulated laptop' }));
  const { directory } = await serving(source);
  expect(await latticectl(['get', '--runtime-dir', directory])).toEqual({
    code: 0,
    stdout: 'balanced\n',
    stderr: 'latticectl: SIMULATED machine (simulated laptop)\n',
  });
});

test('list is what powerprofilesctl prints', async () => {
  const { stdout } = await asked({}, 'list');
  expect(stdout).toBe(`  performance:
    CpuDriver:\tamd-pstate-epp
    Degraded:   yes (high-operating-temperature)

* balanced:
    CpuDriver:\tamd-pstate-epp

  power-saver:
    CpuDriver:\tamd-pstate-epp
`);
  const json = JSON.parse((await asked({}, 'list', '--json')).stdout);
  expect(json.profiles).toMatchObject([{ profile: 'performance', active: false }, { active: true }, { active: false }]);
});

test('set asks for it and says nothing', async () => {
  const set = await asked({}, 'set', 'performance');
  expect(set).toEqual({ code: 0, stdout: '', stderr: '', changes: [{ op: 'set', profile: 'performance' }] });
  expect(await asked({}, 'set', 'turbo')).toMatchObject({ code: 2, changes: [] });
});

test('list-holds is what powerprofilesctl prints, and moves no cursor', async () => {
  const { stdout } = await asked({ holds: [held, { ...held, id: 4 }] }, 'list-holds');
  const one =
    'Hold:\n  Profile:         power-saver\n  Application ID:  org.example.App\n  Reason:          a long?[2J flight\n';
  expect(stdout).toBe(`${one}\n${one}`);
});

test('a GPU clock is asked for in kHz, and said beside the rest', async () => {
  const both = { ...override, wish: { ...override.wish, gpuMax: 1_200_000 } };
  const { stdout, changes } = await asked({ overrides: [both] }, 'override', '--gpu-max', '1200MHz');
  expect(changes).toMatchObject([{ wish: { gpuMax: 1_200_000 } }]);
  expect(stdout).toContain('override 7: at most 2.40 GHz on P cores, GPUs at most 1.20 GHz, for');
});

test('an override says what it is and until when, and that an hour is only what nobody chose', async () => {
  const given = ['override', '--max', '2.4GHz', '--cpus', 'P', '--epp', 'balance-power', '--boost', 'off'];
  const { stdout, changes } = await asked({ overrides: [override] }, ...given);
  expect(changes).toMatchObject([
    { wish: { max: 2_400_000, cpus: 'P', epp: 'balance_power', boost: false }, lasting: { for: 3600 } },
  ]);
  expect(stdout).toMatch(
    /^override 7: at most 2.40 GHz on P cores, for 59 min more, until 20..-..-.. ..:..:..\none hour, since/,
  );
  const chosen = await asked({ overrides: [override] }, ...given, '--for', '30m');
  expect(chosen.stdout).not.toContain('one hour');
  expect(chosen.changes).toMatchObject([{ lasting: { for: 1800 } }]);
  const process = await asked({ overrides: [override] }, ...given, '--while-pid', '4711');
  expect(process.changes).toMatchObject([{ lasting: { while: 4711 } }]);
});

test.each([
  [
    ['override', '--max', 'fast'],
    "option '--max <frequency>' argument 'fast' is invalid. expected a frequency such as",
  ],
  [['override', '--max', '1GHz', '--for', '1h', '--until', '18:00'], "option '--until <time>' cannot be used with"],
  [['override', 'clear', '0'], "command-argument value '0' is invalid for argument 'id'. expected a whole number"],
  [['override', 'lst'], "too many arguments for 'override'"],
])('%j is a usage error in one line', async (args, message) => {
  const { code, stderr } = await latticectl(args);
  expect(code).toBe(2);
  expect(stderr).toContain(`latticectl: ${message}`);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('override list tells who asked', async () => {
  const { stdout } = await asked(
    { overrides: [override, { ...override, id: 8, remaining: null, process: { pid: 9, command: 'sleep 60' } }] },
    'override',
    'list',
  );
  expect(stdout).toContain('  asked for 2026-11-25 12:00:00 by uid 1000 (make, pid 4711)\n');
  expect(stdout).toContain('override 8: at most 2.40 GHz on P cores, while sleep (pid 9) runs\n');
  expect((await asked({}, 'override', 'list')).stdout).toBe('nothing is overridden\n');
});

test('override clear ends the one there is, the one that is named, or all', async () => {
  expect(await asked({ overrides: [override] }, 'override', 'clear')).toMatchObject({
    stdout: 'override 7 is over\n',
    changes: [{ op: 'clear', override: 'all' }],
  });
  const two = { overrides: [override, { ...override, id: 8 }] };
  expect((await asked(two, 'override', 'clear', '8')).changes).toEqual([{ op: 'clear', override: 8 }]);
  expect((await asked(two, 'override', 'clear', '--all')).changes).toEqual([{ op: 'clear', override: 'all' }]);
  expect(await asked(two, 'override', 'clear')).toMatchObject({
    code: 1,
    stderr: 'latticectl: overrides 7, 8 are in force, expected one of these or --all\n',
    changes: [],
  });
});

test('status shows holds and overrides beside the profile', async () => {
  const status = madeStatus({ asked: madeRequests({ holds: [held], overrides: [override] }) });
  const { directory } = await serving(new MadeSource(status));
  const { stdout } = await latticectl(['status', '--runtime-dir', directory]);
  expect(stdout).toContain('          power-saver held by org.example.App: a long?[2J flight (balanced was set)\n');
  expect(stdout).toContain('          override 7: at most 2.40 GHz on P cores, for 59 min more');
});

test('explain tells of a switch of the whole machine too', async () => {
  const explanation = 'machine: its boost is off because uid 0 asked for it (override 1), until 18:00:00.';
  const whole = {
    limits: { boost: 0 },
    reasons: [],
    summary: 'Boost off: uid 0 asked for it, until 18:00:00',
    explanation,
  };
  const { directory } = await serving(new MadeSource(madeStatus({ whole })));
  const { stdout } = await latticectl(['explain', 'machine', '--runtime-dir', directory]);
  expect(stdout).toBe(`machine  ${whole.summary}\n`);
});

test.each([
  [['sh', '-c', 'exit 7'], 7, ''],
  [['sh', '-c', 'kill -TERM $$'], 143, ''],
  [['/nonexistent/program'], 127, 'latticectl: /nonexistent/program: command not found\n'],
  [['/etc/passwd'], 126, 'latticectl: /etc/passwd: spawn /etc/passwd EACCES\n'],
])('launch %j returns %d and releases', async (command, code, stderr) => {
  const { changes, ...ran } = await asked({}, 'launch', '-p', 'power-saver', '-r', 'a flight', ...command);
  expect(ran).toEqual({ code, stdout: '', stderr });
  expect(changes).toEqual([
    { op: 'hold', profile: 'power-saver', reason: 'a flight', app: command[0] },
    { op: 'release', hold: 7 },
  ]);
});

test('launch --max keeps a cap for as long as its connection is there, and holds no profile', async () => {
  const { changes, code, stdout } = await asked({}, 'launch', '--max', '1.5GHz', 'echo', '--json');
  expect({ code, stdout }).toEqual({ code: 0, stdout: '--json\n' });
  expect(changes).toMatchObject([{ op: 'override', wish: { max: 1_500_000 }, lasting: { connected: true } }]);
});
