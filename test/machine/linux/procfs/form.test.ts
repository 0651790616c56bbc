import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { formFacts } from '../../../../src/machine/linux/procfs/form.js';
import { folderForTest } from '../../../fixtures/scratch.js';

function rootWith(files: Readonly<Record<string, string>>): string {
  const root = folderForTest('form');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const seat0 = 'run/systemd/seats/seat0';
const session = (id: string) => `run/systemd/sessions/${id}`;
/** As logind of systemd 257 writes it, shortened. */
const desktop = 'UID=1000\nUSER=ada\nACTIVE=1\nSTATE=active\nREMOTE=0\nTYPE=wayland\nCLASS=user\nSEAT=seat0\nVTNR=2\n';

it('reads the type of the chassis as DMI has it, and the word of a device tree', () => {
  expect(formFacts(rootWith({ 'sys/class/dmi/id/chassis_type': '10\n' }))).toMatchObject({ chassis: 10 });
  expect(formFacts(rootWith({ 'proc/device-tree/chassis-type': 'laptop\0' }))).toMatchObject({ chassisWord: 'laptop' });
});

it('knows nothing of a machine that shows nothing, or nonsense', () => {
  const nothing = { chassis: undefined, chassisWord: undefined, seat: undefined };
  expect(formFacts(folderForTest('form'))).toEqual(nothing);
  const odd = { 'sys/class/dmi/id/chassis_type': 'laptop\n', 'proc/device-tree/chassis-type': '', [seat0]: '' };
  expect(formFacts(rootWith(odd))).toEqual(nothing);
});

it('finds the seat at whose screen somebody is logged in', () => {
  expect(
    formFacts(
      rootWith({
        [seat0]: 'IS_SEAT0=1\nCAN_GRAPHICAL=1\nACTIVE=2\nSESSIONS=2 c1\n',
        [session('c1')]: desktop.replace('CLASS=user', 'CLASS=greeter'),
        [session('2')]: desktop,
      }),
    ).seat,
  ).toBe('seat0');
});

it.each([
  ['a login screen', desktop.replace('CLASS=user', 'CLASS=greeter')],
  ['a text console', desktop.replace('TYPE=wayland', 'TYPE=tty')],
  ['a desktop over the network', desktop.replace('REMOTE=0', 'REMOTE=1')],
  ['what is closing', desktop.replace('STATE=active', 'STATE=closing')],
])('takes %s for nobody', (_, text) => {
  expect(formFacts(rootWith({ [seat0]: 'SESSIONS=2\n', [session('2')]: text })).seat).toBeUndefined();
});

it('waits for no pipe, and reads no file but a session of its seat', () => {
  const root = rootWith({ [seat0]: 'SESSIONS=2 ../../secret 3.ref\n', secret: desktop, [session('3.ref')]: desktop });
  execFileSync('mkfifo', [join(root, session('2'))]);
  expect(formFacts(root).seat).toBeUndefined();
});
