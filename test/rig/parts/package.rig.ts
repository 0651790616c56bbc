import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildDeb } from '../../../packaging/deb/deb.js';
import { anotherDeb, buildIn } from '../../fixtures/packaged.js';
import { debianDisk } from '../debian/image.js';
import { PATIENCE, Services, UNITS } from '../debian/services.js';
import { allLimits, registers } from '../limits.js';
import { part } from '../part.js';
import { CACHE } from '../paths.js';
import { until } from '../poll.js';

const folder = join(CACHE, 'products/package');
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const deb = buildDeb(buildIn(folder));
const before = anotherDeb(deb, folder, '0.1.9-1');

const rig = part({ variant: 'amd-pstate', name: 'package', disk: await debianDisk('package') });
const services = new Services('package', () => rig.guest);
const LONG = 1_800_000;
const POWER_SAVER = 255;

/** EPP in the registers of the CPU: what is set at last, whoever asked for it. */
const epp = (wanted: number): Promise<number> =>
  until(
    `EPP ${wanted}`,
    () => registers(rig.guest).epp,
    seen => seen === wanted,
    { timeout: PATIENCE },
  );

let found: Record<string, string> = {};

/** Files of that name. Debian's own logs and lists tell what was installed, and the image has what the rig built. */
const ours = (): Promise<string> =>
  services.run("find / -xdev -iname '*lattice*' -not -path '/var/log/*' -not -path '/var/lib/apt/*' | sort");
let atFirst = '';

test('apt installs it with all it needs, and both services run', { timeout: LONG }, async () => {
  found = await allLimits(rig.guest);
  atFirst = await ours();
  await services.apt('install', before);
  await services.are('active');
  await services.run('echo "# mine" >> /etc/lattice/lattice.toml');
  expect(await services.run('dpkg-query -W lattice-governor')).toContain('0.1.9-1');
});

test('powerprofilesctl sets the profile', { timeout: LONG }, async () => {
  await services.until('an answer', 'powerprofilesctl get || true', said => said === 'balanced\n');
  await services.run('powerprofilesctl set power-saver');
  expect(await services.run('powerprofilesctl get')).toBe('power-saver\n');
  await epp(POWER_SAVER);
});

test('an upgrade restarts them; journal, profile and configuration are kept', { timeout: LONG }, async () => {
  const [pids, configuration] = [await services.pids(), await services.run('cat /etc/lattice/lattice.toml')];
  await services.apt('install', deb);
  await services.are('active');
  expect(await services.run('dpkg-query -W lattice-governor')).not.toContain('0.1.9-1');
  for (const pid of await services.pids()) expect(pids).not.toContain(pid);
  expect(await services.run('cat /etc/lattice/lattice.toml')).toBe(configuration);
  await epp(POWER_SAVER);
});

test('after a reboot both run, and what was set is set', { timeout: LONG }, async () => {
  await rig.reboot();
  await services.are('active');
  await services.until('the profile', 'powerprofilesctl get || true', said => said === 'power-saver\n');
  await epp(POWER_SAVER);
  const runs = await services.run('latticectl report --json | head -c 2000');
  expect(runs).not.toBe('');
});

test.each(UNITS)('%s killed comes back, and limits with it', { timeout: LONG }, async unit => {
  const old = await services.pids();
  await services.run(`systemctl kill -s KILL ${unit}`);
  await services.until(
    'another process',
    `systemctl show -P MainPID ${unit}`,
    pid => !['0', ...old].includes(pid.trim()),
  );
  await services.are('active');
  await services.until('the profile', 'powerprofilesctl get || true', said => said === 'power-saver\n');
  await epp(POWER_SAVER);
});

test('it writes nothing while power-profiles-daemon runs, and takes over when that is masked', {
  timeout: LONG,
}, async () => {
  const rival = 'power-profiles-daemon';
  await services.run('systemctl stop latticed');
  expect(await allLimits(rig.guest)).toEqual(found);
  await services.run(`systemctl unmask ${rival} && systemctl start ${rival} && powerprofilesctl set balanced`);
  const theirs = await allLimits(rig.guest);
  await services.run('systemctl start latticed');
  const said = await services.until('the rival named', 'latticectl status || true', text => text.includes(rival));
  expect(said).toContain(`systemctl mask --now ${rival}`);
  expect(await allLimits(rig.guest)).toEqual(theirs);
  await services.run(`systemctl mask --now ${rival}`);
  await epp(POWER_SAVER);
});

test('removed, it leaves limits as it found them and keeps what is its user’s; purged, it leaves nothing', {
  timeout: LONG,
}, async () => {
  await services.apt('remove lattice-governor');
  expect(await allLimits(rig.guest)).toEqual(found);
  expect(await services.run('tail -n 1 /etc/lattice/lattice.toml; ls /var/lib/lattice')).toMatch(/^# mine\n.*journal/s);
  await services.apt('purge lattice-governor');
  expect(await ours()).toBe(atFirst);
});
