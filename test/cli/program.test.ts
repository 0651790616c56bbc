import { expect, test } from 'vitest';
import { latticectl } from './run.js';

test.each([
  [['statsu'], "unknown command 'statsu' (did you mean status?)"],
  [['status', '--jsno'], "unknown option '--jsno' (did you mean --json?)"],
  [['explain', 'a', 'b'], "too many arguments for 'explain'. Expected 1 argument but got 2."],
  [['status', '--state-dir'], "option '--state-dir <dir>' argument missing"],
  [
    ['decisions', '--since', 'soon'],
    "option '--since <time>' argument 'soon' is invalid. expected an age such as 30m, 1h or 2d, today, yesterday, or a date such as 2026-11-22 18:00",
  ],
  [
    ['decisions', '--limit', '0'],
    "option '--limit <n>' argument '0' is invalid. expected a whole number of at least 1",
  ],
  [
    ['set', 'perfromance'],
    "command-argument value 'perfromance' is invalid for argument 'profile'. Allowed choices are performance, balanced, power-saver (did you mean performance?)",
  ],
  [
    ['report', '--format', 'jsno'],
    "option '--format <format>' argument 'jsno' is invalid. Allowed choices are table, json, csv, html (did you mean json?)",
  ],
  [['override', 'clar'], "too many arguments for 'override'. Expected 0 arguments but got 1 (did you mean clear?)"],
  [['help', 'spectrm'], "unknown command 'spectrm' (did you mean spectrum?)"],
  [['override', 'clear', '--max', '2GHz'], "option '--max' is none of override clear"],
  [['override', '--boost', 'on', 'list'], "option '--boost' is none of override list"],
  [['replay'], 'a file or --incident, expected one of them; --list shows the incidents'],
  [
    ['feedback', 'fast'],
    "command-argument value 'fast' is invalid for argument 'word'. Allowed choices are slow, hot, loud, reset, show.",
  ],
])('%j is a usage error in one line', async (args, message) => {
  expect(await latticectl(args)).toEqual({ code: 2, stdout: '', stderr: `latticectl: ${message}\n` });
});

test('no command at all shows the help on stderr and is a usage error', async () => {
  const { code, stdout, stderr } = await latticectl([]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^Usage: latticectl \[options\] \[command\]/);
});

test('help and version are no errors, and every command’s help shows the shared options', async () => {
  const help = await latticectl(['--help']);
  expect(help.code).toBe(0);
  for (const command of [
    'status',
    'explain',
    'decisions',
    'report',
    'top',
    'spectrum',
    'feedback',
    'charge',
    'doctor',
    'support',
    'verify',
    'list',
    'get',
    'set',
    'launch',
    'list-holds',
    'override',
    'version',
  ]) {
    expect(help.stdout).toContain(`  ${command}`);
    const own = await latticectl([command, '--help']);
    expect(own.code).toBe(0);
    for (const option of ['--state-dir', '--runtime-dir', '--json']) expect(own.stdout, command).toContain(option);
  }
  expect(await latticectl(['--version'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
});

test.each([
  [
    ['experiment', 'start'],
    ['--period <time>', '10m'],
  ],
  [
    ['experiment', 'start'],
    ['--for <time>', '8h'],
  ],
  [['export'], ['--step <time>', '1m']],
])('the help of %j shows a default as it would be typed', async (command, [flags, usual]) => {
  const { stdout } = await latticectl([...command, '--help']);
  expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(new RegExp(`${flags} [^(]*\\(default: ${usual}\\)`));
});
