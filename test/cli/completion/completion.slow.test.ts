import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderForTest } from '../../fixtures/scratch.js';
import { until } from '../../rig/poll.js';
import { latticectl } from '../run.js';

type Shell = 'bash' | 'zsh' | 'fish';
const scripts = new Map<Shell, string>();

beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    const { code, stdout } = await latticectl(['completion', shell]);
    expect(code).toBe(0);
    scripts.set(shell, stdout);
  }
});

/** Runs a shell as its user's terminal would, types `line` and then Enter; what latticectl was then run with. */
async function typed(shell: 'bash' | 'zsh', line: string, expected: string): Promise<string | undefined> {
  const folder = folderForTest('completion');
  const file = join(folder, 'completion');
  writeFileSync(file, scripts.get(shell) ?? '');
  mkdirSync(join(folder, 'folder-of-mine'));
  const say = `latticectl() { printf 'R%s:%s.\\n' AN "$*"; }`;
  const begin = {
    bash: `PS1='READY> '; bind 'set enable-bracketed-paste off'; source ${file}; ${say}`,
    zsh: `PS1='READY> '; autoload -Uz compinit; compinit -u -D; source ${file}; ${say}`,
  };
  const start = {
    bash: 'bash --norc --noprofile -i',
    zsh: 'zsh -f -i',
  };
  // A shell that is hung up writes its history, into a folder that is being removed.
  const env = { PATH: process.env.PATH, HOME: folder, TERM: 'dumb', LANG: 'C.UTF-8', HISTFILE: '/dev/null' };
  const child = spawn('script', ['-qec', start[shell], '/dev/null'], { cwd: folder, env });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', text => {
    output += text;
  });
  const shown = (pattern: RegExp) =>
    until(
      `${pattern}`,
      () => output,
      text => pattern.test(text),
    );
  child.stdin.write(`${begin[shell]}; printf 'BE%s' GUN\r`);
  await shown(/BEGUN/);
  child.stdin.write(line);
  // The shell shows what it completes and then waits: for Enter, or for another try.
  await until(
    'the completed line',
    () => stripVTControlCharacters(output).replaceAll('\r', ''),
    text => text.includes(expected),
  );
  child.stdin.write('\r');
  await shown(/RAN:.*\.\r?\n/);
  child.kill('SIGKILL');
  return /RAN:(.*)\.\r?\n/.exec(output)?.[1]?.trim().replace(/\/$/, '');
}

describe.each(['bash', 'zsh'] as const)('Tab in %s', shell => {
  it.each([
    ['latticectl fee\t', 'feedback'],
    ['latticectl feedback sl\t', 'feedback slow'],
    ['latticectl report --for\t', 'report --format'],
    ['latticectl report --by we\t', 'report --by week'],
    ['latticectl --json report --by we\t', '--json report --by week'],
    ['latticectl --state-dir folder-of-\t', '--state-dir folder-of-mine'],
    ['latticectl doctor --js\t', 'doctor --json'],
  ])('%j', async (line, expected) => {
    expect(await typed(shell, line, expected)).toBe(expected);
  });
});

/** What fish offers for a line; a dumb terminal leaves its Tab without effect, and this is what Tab asks. */
async function offered(line: string): Promise<string[]> {
  const folder = folderForTest('completion');
  writeFileSync(join(folder, 'completion'), scripts.get('fish') ?? '');
  mkdirSync(join(folder, 'folder-of-mine'));
  const env = { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8' };
  const words = ['--no-config', '-c', 'source completion; complete -C $argv[1]', line];
  const child = spawn('fish', words, { cwd: folder, env });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', text => {
    output += text;
  });
  await new Promise(resolve => child.on('close', resolve));
  return output
    .trim()
    .split('\n')
    .map(each => each.split('\t')[0] ?? '');
}

describe('Tab in fish', () => {
  it.each([
    ['latticectl fee', ['feedback']],
    ['latticectl feedback sl', ['slow']],
    ['latticectl report --for', ['--format']],
    ['latticectl report --by we', ['week']],
    ['latticectl --json report --by we', ['week']],
    ['latticectl --state-dir folder-of-', ['folder-of-mine/']],
    ['latticectl doctor --js', ['--json']],
  ])('%j', async (line, expected) => {
    expect(await offered(line)).toEqual(expected);
  });

  it('shows what each command is for', async () => {
    const commands = await offered('latticectl ');
    const help = (await latticectl(['--help'])).stdout;
    for (const command of commands) expect(help).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    expect(commands).toContain('status');
  });
});
