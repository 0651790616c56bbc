import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectHelper } from '../../src/machine/linux/helper/connection.js';
import { helperPath } from '../../src/machine/linux/helper/helper-path.js';
import { described, machineWith, setInTime } from '../fixtures/gpu-machine.js';
import { listening } from '../fixtures/listening.js';
import { gpu } from '../fixtures/nvidia-smi-stand-in.js';
import { folderForTest } from '../fixtures/scratch.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { policyFile } from '../fixtures/trees/tree.js';
import { patience, until } from '../rig/poll.js';

const filter = fileURLToPath(new URL('under-filter.py', import.meta.url));
const unit = (name: string) => `systemd/${name}.service`;
const textOf = (name: string) => readFileSync(unit(name), 'utf8');
const available = spawnSync('systemd-analyze', ['--version']).status === 0;

/** The words of a setting, of all lines that give it. */
const words = (name: string, setting: string): string[] =>
  [...textOf(name).matchAll(new RegExp(`^${setting}=(.*)$`, 'gm'))].flatMap(([, value = '']) => value.split(' '));

const mayUnshare = process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0;

// Once the list took away the calls of @privileged, and chown with them, which the helper needed to begin: nothing ran it under its own list.
describe.runIf(available)('under the list of system calls of its unit', () => {
  const helper = (...args: string[]) => [filter, unit('lattice-helper'), helperPath(), ...args];

  it('the helper serves, sets CPUs and GPUs, and puts back at its end', async () => {
    const machine = machineWith([gpu(0)]);
    const runtimeDir = folderForTest('run');
    const socket = join(runtimeDir, 'helper.sock');
    const args = ['--root', machine.tree.root, '--runtime-dir', runtimeDir, '--nvidia-smi', machine.standIn.path];
    const child = spawn('python3', helper('--socket', socket, ...args), { stdio: 'inherit' });
    onTestFinished(() => void child.kill('SIGKILL'));
    await listening(socket);
    const run = await described(machine, 1, { open: () => connectHelper(socket) });
    const values = { 'policy0.max_freq': 1_000_000, 'policy0.epp': 'power' };
    expect(await run.set(values)).toEqual({
      'policy0.max_freq': { value: 1_000_000 },
      'policy0.epp': { value: 'power' },
    });
    expect(await setInTime(run, { 'gpu0.max_clock': 900_000 })).toEqual({ 'gpu0.max_clock': { value: 900_000 } });
    child.kill('SIGTERM');
    await until(
      'its end',
      () => child.exitCode,
      code => code !== null,
    );
    expect(child.exitCode).toBe(0);
    expect(machine.tree.read(policyFile(0, 'scaling_max_freq'))).toBe('4700000');
    expect(machine.standIn.gpu().lock).toBeNull();
    expect(readdirSync(runtimeDir)).toEqual(['lock']);
  });

  it.runIf(mayUnshare)(
    'the helper begins as systemd starts it: its group, capabilities and read-only paths',
    async () => {
      const runtimeDir = folderForTest('run');
      const socket = join(runtimeDir, 'helper.sock');
      const groups = join(folderForTest('etc'), 'group');
      writeFileSync(groups, 'root:x:0:\nlattice:x:64999:\n');
      const capabilities = words('lattice-helper', 'CapabilityBoundingSet').map(c => `+${c.slice(4).toLowerCase()}`);
      const script = `mount --bind "$0" /etc/group || exit 90
      for path in ${words('lattice-helper', 'ReadOnlyPaths').join(' ')}; do
        path=\${path#-}; [ ! -e "$path" ] || { mount --rbind "$path" "$path" && mount -o remount,bind,ro "$path"; } || exit 91
      done
      exec setpriv --regid 64999 --clear-groups --no-new-privs --inh-caps -all --bounding-set -all,${capabilities.join(',')} python3 "$@"`;
      const args = helper('--socket', socket, '--root', treeForTest('intel-hybrid').root, '--runtime-dir', runtimeDir);
      const child = spawn('unshare', ['-m', 'sh', '-c', script, groups, ...args], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const said: string[] = [];
      child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
      onTestFinished(() => void child.kill('SIGKILL'));
      await until(
        'the socket or its end',
        () => child.exitCode !== null || readdirSync(runtimeDir).includes('helper.sock'),
        seen => seen,
      );
      expect(said.join('')).toBe('');
      expect(statSync(socket)).toMatchObject({ gid: 64999, uid: 0 });
      child.kill('SIGTERM');
    },
  );

  it('it finds the same sources in the running kernel as without the list', () => {
    const look = (command: string, args: readonly string[]) => {
      const { stdout, status } = spawnSync(command, args, { encoding: 'utf8', timeout: patience });
      expect(status).toBe(0);
      return JSON.parse(stdout).hello.topology.sensors;
    };
    const once = ['--once', '--runtime-dir', folderForTest('run')];
    expect(look('python3', helper(...once))).toEqual(look(helperPath(), once));
  });

  it('--restore works', () => {
    const args = ['--restore', '--root', treeForTest('intel-hybrid').root, '--runtime-dir', folderForTest('run')];
    expect(spawnSync('python3', helper(...args), { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  it('the daemon serves and ends in order', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lattice-filter-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const daemon = ['dist/latticed.js', '--foreground', '--simulate', '--state-dir', folder, '--runtime-dir', folder];
    const command = [
      filter,
      unit('latticed'),
      process.execPath,
      '--v8-pool-size=1',
      '--max-semi-space-size=1',
      ...daemon,
    ];
    const child = spawn('python3', command, { stdio: 'ignore' });
    onTestFinished(() => void child.kill('SIGKILL'));
    await until(
      'its journal',
      () => readdirSync(folder),
      names => names.includes('journal.db') && names.includes('control.sock'),
    );
    const status = ['dist/latticectl.js', 'status', '--json', '--state-dir', folder, '--runtime-dir', folder];
    await until(
      'a status',
      () => spawnSync(process.execPath, status, { encoding: 'utf8' }).stdout,
      stdout => stdout.includes('"running": true') || stdout.includes('"running":true'),
    );
    child.kill('SIGTERM');
    await until(
      'its end',
      () => child.exitCode,
      code => code !== null,
    );
    expect(child.exitCode).toBe(0);
  });
});

describe('the units', () => {
  // A group once brought in 20 calls more than the one that was wanted, and another took away one that was needed.
  it.each(['lattice-helper', 'latticed'])('%s: the calls that only root needs are named one by one', name => {
    const calls = words(name, 'SystemCallFilter');
    for (const group of ['@system-service', '@privileged', '@resources', '@debug', '@chown', '@setuid', '@mount'])
      expect(calls).not.toContain(group);
    expect(calls.includes('bpf')).toBe(name === 'lattice-helper');
  });

  // At `systemctl stop` a baseline that was owed to CPUs which are offline, or to a GPU that hangs, was removed with its folder.
  it('the baseline outlives a stop of the helper', () => {
    expect(words('lattice-helper', 'RuntimeDirectoryPreserve')).toEqual(['yes']);
  });

  it.each([
    ['lattice-helper', 2.6],
    ['latticed', 1],
  ])('%s: is no more exposed than %d', (name, most) => {
    if (!available) return;
    const folder = folderForTest('unit');
    const copy = join(folder, `${name}.service`);
    writeFileSync(copy, textOf(name));
    const asked = ['security', '--offline=true', '--no-pager', copy];
    const { stdout } = spawnSync('systemd-analyze', asked, { encoding: 'utf8' });
    expect(Number(/exposure level for \S+ ([\d.]+)/.exec(stdout)?.[1])).toBeLessThanOrEqual(most);
  });

  // Whoever may not connect is told so by the helper, which has to know who may.
  it('the helper is told the user of the engine', () => {
    expect(textOf('lattice-helper')).toContain(`--engine-user ${words('latticed', 'User')[0]} `);
  });
});
