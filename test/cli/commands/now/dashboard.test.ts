import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openInBrowser } from '../../../../src/cli/dashboard/open-browser.js';
import { DaemonRun } from '../../../fixtures/daemon.js';
import { eventually } from '../../../fixtures/eventually.js';
import { folderForTest } from '../../../fixtures/scratch.js';
import { ask, change } from '../../../web/asking.js';
import { latticectl } from '../../run.js';

const program = join(import.meta.dirname, '../../../../dist/latticectl.js');

interface Dashboard {
  readonly process: ChildProcess;
  readonly address: URL;
}

/** `latticectl dashboard` beside a daemon, once it serves. */
async function dashboard(daemon: DaemonRun, ...more: string[]): Promise<Dashboard> {
  const dirs = ['--state-dir', daemon.stateDir, '--runtime-dir', daemon.runtimeDir];
  const child = spawn(process.execPath, [program, 'dashboard', '--print', ...more, ...dirs], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', part => {
    text += part;
  });
  const [address = ''] = await eventually(() => {
    const found = /http:\S+/.exec(text);
    if (found === null) throw new Error('no address yet');
    return found;
  });
  return { process: child, address: new URL(address) };
}

it('serves a page over the daemon’s socket that may change what its user may, and ends when it is told', async () => {
  const daemon = new DaemonRun({ args: ['--simulate', 'laptop'] });
  (await daemon.client()).close();
  const { process: child, address } = await dashboard(daemon);
  const port = Number(address.port);
  expect(address.hostname).toBe('127.0.0.1');
  expect((await ask(port)).code).toBe(200);
  const token = address.hash.slice(1);
  const answer = await eventually(async () => {
    const got = await change(port, token, '{"op":"set","profile":"performance"}');
    expect(got.code).toBe(200);
    return got;
  });
  expect(JSON.parse(answer.text)).toMatchObject({ profile: 'performance' });
  expect((await daemon.status())?.profile).toBe('performance');
  expect((await change(port, `${token}x`, '{"op":"set","profile":"balanced"}')).code).toBe(403);
  expect((await daemon.status())?.profile).toBe('performance');
  const ended = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

it('says so where no daemon runs', async () => {
  const folder = folderForTest('nobody');
  const { code, stderr } = await latticectl(['dashboard', '--print', '--state-dir', folder, '--runtime-dir', folder]);
  expect([code, stderr]).toEqual([1, expect.stringContaining('no latticed running')]);
  expect(await latticectl(['dashboard', '--port', '70000'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('expected a port from 1 to 65535'),
  });
});

it('shows the browser its address in a file of its user’s alone, and no command line has it', async () => {
  const folder = folderForTest('desktop');
  const told = join(folder, 'told');
  mkdirSync(join(folder, 'bin'));
  const opener = join(folder, 'bin/xdg-open');
  writeFileSync(opener, `#!/bin/sh\nprintf '%s' "$*" > '${told}.part' && mv '${told}.part' '${told}'\n`, {
    mode: 0o755,
  });
  const address = 'http://127.0.0.1:9188/#secret';
  const env = { DISPLAY: ':0', PATH: `${join(folder, 'bin')}:${process.env.PATH}`, XDG_RUNTIME_DIR: folder };
  const close = openInBrowser(address, env);
  const shown = await eventually(() => readFileSync(told, 'utf8'));
  expect(shown).not.toContain('secret');
  expect(readFileSync(shown, 'utf8')).toContain(`url=${address}`);
  expect((statSync(shown).mode & 0o777).toString(8)).toBe('600');
  expect((statSync(join(shown, '..')).mode & 0o777).toString(8)).toBe('700');
  close();
  expect(existsSync(shown)).toBe(false);
  openInBrowser(address, { XDG_RUNTIME_DIR: folder })();
});
