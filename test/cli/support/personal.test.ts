import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { decided } from '../../../src/cli/support/decided.js';
import { impersonal } from '../../../src/cli/support/impersonal.js';
import { settings } from '../../../src/cli/support/settings.js';
import type { StoredDecision } from '../../../src/journal/read-model.js';
import { folderForTest } from '../../fixtures/scratch.js';

/** A word that nothing may let through. */
const secret = 'zaphod';

const config = `
profile = "balanced"
[battery]
max = "2.4GHz"
charge_stop = 80
[battery.${secret}s]
charge_stop = 70
[[hours]]
from = "22:00"
to = "07:00"
profile = "power-saver"
[[application]]
executable = "/home/${secret}/bin/render"
cgroup = "*/user-${secret}*"
uid = 4242
profile = "performance"
[[schedule]]
cron = "0 22 * * *"
timezone = "Europe/Berlin"
profile = "power-saver"
[metrics]
listen = "127.0.0.1:9847"
[report]
currency = "CHF"
`;

function configFile(text: string): string {
  const file = join(folderForTest('config'), `${secret}.toml`);
  writeFileSync(file, text);
  return file;
}

it('of the configuration numbers, switches and words that everybody has; nothing in words of its own', async () => {
  const told = await settings(configFile(config), true);
  expect(told).toMatchObject({
    files: 1,
    profile: 'balanced',
    battery: { max: 2_400_000 },
    charge: { all: { stop: 80 }, batteries: { 'battery 0': { stop: 70 } } },
    hours: [{ from: 1320, to: 420, profile: 'power-saver' }],
    applications: [{ executable: '(left out)', cgroup: '(left out)', uid: '(left out)', profile: 'performance' }],
    schedules: [{ cron: '0 22 * * *', timezone: '(left out)', profile: 'power-saver' }],
    metrics: { host: '(left out)', port: 9847 },
    tariff: { currency: '(left out)' },
  });
  expect(JSON.stringify(told)).not.toMatch(/zaphod|4242|Berlin|CHF/);
});

const schedule = (line: string): string =>
  `[[schedule]]\nprofile = "balanced"\n${line.startsWith('cron') ? '' : 'cron = "0 22 * * *"\n'}${line}\n`;

it.each([
  ['an unknown key', `${secret} = 1\n`, 'line 1: (left out): unknown key'],
  ['an unknown table', `profile = "balanced"\n[${secret}]\nx = 1\n`, 'line 2: (left out): unknown key'],
  ['a wrong value', `\nprofile = "${secret}"\n`, 'line 2: profile: expected one of performance, balanced, power-saver'],
  [
    'a wrong time zone',
    schedule(`timezone = "Europe/${secret}"`),
    'line 4: schedule[0].timezone: (left out) is no time zone, expected a name such as Europe/Berlin',
  ],
  [
    'a wrong pattern',
    schedule(`cron = "each evening at ${secret}’s"`),
    'line 3: schedule[0].cron: (left out) has 4 fields, expected five: minute, hour, day of the month, month, weekday',
  ],
  [
    'a battery of their own',
    `[battery.${secret}s-ups]\ncharge_stop = "full"\n`,
    'line 2: battery.(left out).charge_stop: expected a whole number from 1 to 100, such as 80 or (left out)',
  ],
])('of a configuration that can’t be used, %s: where and what was expected', async (_, text, fault) => {
  expect(await settings(configFile(text), true)).toEqual({ files: 1, errors: [fault] });
});

const decision = (reasons: StoredDecision['reasons']): StoredDecision => ({
  id: 7,
  run: 1,
  key: 7,
  scope: 'policy0',
  from: 60_000,
  until: 90_000,
  ticks: 300,
  profile: 'balanced',
  mode: 'govern',
  before: { max_freq: 4_400_000 },
  after: { min_freq: 400_000, max_freq: 2_400_000 },
  readback: null,
  reasons,
  features: { busy: 0.4 },
});

it('of a decision figures and rules, not who asked, for which application, or when by the clock', () => {
  const because = { control: 'max_freq', bound: 'max', priority: 'override' } as const;
  const told = decided(
    decision([
      {
        ...because,
        rule: 'override',
        code: 'asked:3',
        facts: { id: 3, who: `${secret} (uid 1000)`, lasts: 'an hour' },
      },
      {
        ...because,
        rule: 'standing-cap',
        code: `cap:while ${secret} runs`,
        facts: { max_khz: 2_400_000, when: secret },
      },
      { ...because, rule: 'thermal', code: 'near-trip', facts: { zone: 'x86_pkg_temp', temperature_c: 88 } },
    ]),
    120_000,
  );
  expect(told).toMatchObject({
    secondsAgo: 60,
    seconds: 30,
    reasons: [
      { rule: 'override', code: 'asked', facts: { id: 3, who: '(left out)', lasts: '(left out)' } },
      { rule: 'standing-cap', code: 'cap', facts: { max_khz: 2_400_000, when: '(left out)' } },
      { rule: 'thermal', facts: { zone: 'x86_pkg_temp', temperature_c: 88 } },
    ],
    why: expect.stringContaining('2.40 GHz'),
  });
  expect(JSON.stringify(told)).not.toMatch(/zaphod|uid 1000/);
});

it.each([
  ['/home/zaphod/.local/state/lattice/journal.db is sound', '~/.local/state/lattice/journal.db is sound'],
  ['looked in /run/user/1000/lattice, /media/zaphod/disk', 'looked in /run/user/(uid)/lattice, ~/disk'],
  ['GPU-8932f937-d72c-4106-c12f-20bd9faed9f6 fell asleep', 'GPU-(uuid) fell asleep'],
  ['hid-e4:17:d8:0a:1b:2c-battery', 'hid-(address)-battery'],
  ['hid_e4_17_d8_0a_1b_2c_battery', 'hid_(address)_battery'],
  ['enx001a2b3c4d5e', 'enx(number)'],
  ['machine 6f1c2d529a3b4c0e8f171d2e3a4b5c6d', 'machine (number)'],
  ['zaphod@example.org at 192.168.1.7', '(address) at (address)'],
  ['by ZAPHOD, on a day', 'by (name), on a day'],
])('%s', (text, left) => {
  vi.stubEnv('SUDO_USER', secret);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(impersonal(new Map())({ text: [text] })).toEqual({ text: [left] });
});

it('what is no name stays: figures, PCI addresses, loopback, the kernel’s words', () => {
  const value = {
    energy: 262_143_328_850,
    said: ['262143328850', '0000:01:00.0', '127.0.0.1:9847', 'intel-rapl:0:1', '6.18.44', 'max_freq'],
    max: 4,
  };
  vi.stubEnv('USER', 'max');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(impersonal(new Map())(value)).toEqual(value);
});

it('a user whose name is a letter or an installer’s word costs no text', () => {
  vi.stubEnv('USER', 'a');
  vi.stubEnv('LOGNAME', 'debian');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(impersonal(new Map())('Debian GNU/Linux on a laptop')).toBe('Debian GNU/Linux on a laptop');
});

it('this host has no name in it', () => {
  expect(impersonal(new Map())(`on ${hostname()}.`)).toBe('on (name).');
});
