/** Every verb of powerprofilesctl 0.30 that sets or starts something beside the profile, as Debian ships it. */
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import { powerprofilesctl, runClient } from '../../fixtures/powerprofilesctl.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import { amdGraphics, levelFile } from '../../fixtures/trees/graphics.js';
import { until } from '../../rig/poll.js';
import { modern, served } from './served.js';

const nobody = 65_534;

beforeAll(() => {
  powerprofilesctl('0.30');
});

/** Whether a process has a handler of its own for a signal. */
function catches(pid: number, signal: NodeJS.Signals): boolean {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const caught = BigInt(`0x${/^SigCgt:\t(\w+)$/m.exec(status)?.[1]}`);
  return ((caught >> BigInt(constants.signals[signal] - 1)) & 1n) === 1n;
}

async function client() {
  const tree = treeForTest('amd-pstate-epp');
  tree.add(amdGraphics());
  const made = await served(tree);
  const start = (...args: string[]) => runClient('0.30', made.bus.env, args);
  const say = async (...args: string[]) => {
    const { code, stdout, stderr } = await start(...args).done;
    expect([stderr, code]).toEqual(['', 0]);
    return stdout;
  };
  /** A failure that is told in words. */
  const fails = async (...args: string[]) => {
    const { code, stderr } = await start(...args).done;
    expect(code).not.toBe(0);
    expect(stderr).not.toContain('Traceback');
    return stderr;
  };
  return { ...made, start, say, fails };
}

describe('powerprofilesctl', () => {
  it('list-actions and configure-action: what is switched acts at once', async () => {
    const { say, fails, reads } = await client();
    const shown = async (name: string) =>
      (await say('list-actions'))
        .split('\n\n')
        .find(part => part.startsWith(`Name: ${name}\n`))
        ?.trim()
        .split('\n')
        .at(-1);
    expect(await shown('trickle_charge')).toBe('Enabled: True');
    expect(await shown('amdgpu_dpm')).toBe('Enabled: False');
    await say('set', 'power-saver');
    expect(await say('configure-action', 'amdgpu_dpm', '--enable')).toBe('action: amdgpu_dpm, enable: True\n');
    await reads(levelFile, 'low');
    expect(await shown('amdgpu_dpm')).toBe('Enabled: True');
    expect(await say('configure-action', 'amdgpu_dpm', '--disable')).toBe('action: amdgpu_dpm, enable: False\n');
    await reads(levelFile, 'auto');
    expect(await shown('amdgpu_dpm')).toBe('Enabled: False');
    expect(await fails('configure-action', 'turbo', '--enable')).toContain('no action turbo on this machine');
  });

  it('who may hold, switch an action or the battery awareness is for polkit to say', async () => {
    const { bus, start, get } = await client();
    await bus.polkit(`polkit.addRule(function(action, subject) {
      if (action.id == 'org.freedesktop.UPower.PowerProfiles.configure-action' && subject.user == 'nobody') return polkit.Result.YES;
    });`);
    const asNobody = (...args: string[]) => runClient('0.30', bus.env, args, nobody).done;
    expect((await asNobody('configure-action', 'trickle_charge', '--disable')).code).toBe(0);
    expect(await get(modern, 'Actions')).toEqual([]);
    expect((await asNobody('launch', 'true')).stderr).toContain('org.freedesktop.UPower.PowerProfiles.hold-profile');
    expect(await get(modern, 'ActiveProfileHolds')).toEqual([]);
    const refused = await asNobody('configure-battery-aware', '--disable');
    expect(refused.stderr).toContain('org.freedesktop.UPower.PowerProfiles.configure-battery-aware');
    expect(await get(modern, 'BatteryAware')).toBe(true);
    expect((await start('configure-action', 'trickle_charge', '--enable').done).code).toBe(0);
  });

  it('configure-battery-aware and query-battery-aware', async () => {
    const { say, epp } = await client();
    const query = () => say('query-battery-aware');
    await epp('balance_power');
    await say('configure-battery-aware', '--disable');
    expect(await query()).toBe('Dynamic changes from charger and battery events: False\n');
    await epp('balance_performance');
    await say('configure-battery-aware', '--enable');
    expect(await query()).toBe('Dynamic changes from charger and battery events: True\n');
    await epp('balance_power');
  });

  it('version names ours', async () => {
    const { say, get } = await client();
    expect(await say('version')).toContain(`daemon: ${await get(modern, 'Version')}\n`);
  });

  it('launch gives the command its arguments, holds for as long as it runs, and ends as it does', async () => {
    const { start, say, get } = await client();
    expect(await say('launch', 'echo', '--foo', '-v', 'arg')).toBe('--foo -v arg\n');
    expect(await say('launch', '-p', 'power-saver', 'sh', '-c', 'true')).toBe('');
    expect((await start('launch', 'sh', '-c', 'exit 55').done).code).toBe(55);
    expect((await start('launch', 'sh', '-c', 'kill -KILL $$').done).code).toBe('SIGKILL');
    for (const signal of ['SIGINT', 'SIGABRT', 'SIGTERM'] as const) {
      const { child, done } = start('launch', 'sleep', '600');
      // Before it has handlers for them it dies of a signal as any process does.
      await until('its handlers', () => catches(child.pid ?? 0, 'SIGABRT'), Boolean);
      expect(await get(modern, 'ActiveProfile')).toBe('performance');
      child.kill(signal);
      expect((await done).code).toBe(signal);
      await until(
        'its end',
        () => get(modern, 'ActiveProfileHolds'),
        holds => Array.isArray(holds) && holds.length === 0,
      );
    }
    expect(await get(modern, 'ActiveProfile')).toBe('balanced');
  });

  it('what is wrong is told in words, and so is that nobody is there', async () => {
    const { fails, daemon } = await client();
    await fails('set', 'turbo');
    await fails('launch', '-p', 'turbo', 'true');
    daemon.process.kill('SIGTERM');
    await daemon.left();
    for (const args of [['list'], ['get'], ['list-holds'], ['list-actions'], ['launch', 'true']]) {
      expect(await fails(...args)).toContain('Failed to communicate with power-profiles-daemon');
    }
  });
});
