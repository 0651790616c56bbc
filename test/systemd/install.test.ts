import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { layouts } from '../../src/control/dbus/layouts.js';

/** The programs that install.sh needs before it writes; a PATH of just these has no node. */
const needed = ['sh', 'dirname', 'readlink', 'id', 'install', 'cp', 'mkdir', 'ln', 'chmod', 'sed'];

/** An empty folder in which programs may be executed. */
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'lattice-install-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function program(path: string, text: string) {
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
}

/** A checkout with no more than install.sh looks for, and a PATH of its own. */
function made(built: readonly string[]) {
  const root = folder();
  cpSync('systemd', join(root, 'systemd'), { recursive: true });
  for (const file of built) {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  const bin = join(root, 'bin');
  mkdirSync(bin);
  for (const name of needed) {
    const where = (process.env.PATH ?? '').split(':').find(one => existsSync(join(one, name)));
    if (where !== undefined) symlinkSync(join(where, name), join(bin, name));
  }
  const target = join(root, 'target');
  const install = () =>
    spawnSync('/bin/sh', [join(root, 'systemd/install.sh')], {
      encoding: 'utf8',
      env: { PATH: bin, DESTDIR: target },
    });
  return { bin, target, install };
}

const everything = [
  'native/build/lattice-helper',
  'native/build/lattice-exec',
  'dist/latticed.js',
  'dist/latticectl.js',
];

/** One line of reason, status 1, and nothing written. */
function refused(checkout: ReturnType<typeof made>): string {
  const { status, stderr } = checkout.install();
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(status).toBe(1);
  expect(existsSync(checkout.target)).toBe(false);
  return stderr;
}

test('without node nothing is installed', () => {
  expect(refused(made(everything))).toContain('node is not in the PATH');
});

test('a Node that is too old is refused', () => {
  const checkout = made(everything);
  program(join(checkout.bin, 'node'), '[ "$1" = -v ] && echo v18.20.4 && exit 0; exit 1');
  expect(refused(checkout)).toMatch(/node is v18\.20\.4, and Node\.js 20 or newer is needed/);
});

test.each([
  ['/home/ada/.nvm/versions/node/v22.1.0/bin/node', 'ProtectHome=yes'],
  ['/root/.local/bin/node', 'ProtectHome=yes'],
  ['/var/tmp/node', 'PrivateTmp=yes'],
])('a Node at %s is refused: %s hides it', (path, reason) => {
  const checkout = made(everything);
  program(join(checkout.bin, 'node'), `[ "$1" != -p ] || echo ${path}`);
  const said = refused(checkout);
  expect(said).toContain(`node is ${path}`);
  expect(said).toContain(reason);
});

test.each(everything)('without %s no unit is written', missing => {
  const checkout = made(everything.filter(file => file !== missing));
  program(join(checkout.bin, 'node'), 'exit 0');
  expect(refused(checkout)).toContain(`${missing} is missing`);
});

const files = (root: string) =>
  existsSync(root)
    ? readdirSync(root, { recursive: true, withFileTypes: true })
        .filter(entry => !entry.isDirectory())
        .map(entry => join(entry.parentPath, entry.name))
    : [];

test('every program that a unit starts is there, and uninstall.sh leaves nothing', () => {
  const target = join(folder(), 'target');
  const env = { ...process.env, DESTDIR: target };
  const { status, stderr } = spawnSync('sh', ['systemd/install.sh'], { encoding: 'utf8', env });
  if (stderr.includes("which the services can't see")) {
    expect(files(target)).toEqual([]);
    return;
  }
  expect(stderr).toBe('');
  expect(status).toBe(0);
  for (const unit of ['lattice-helper', 'latticed']) {
    const text = readFileSync(join(target, `etc/systemd/system/${unit}.service`), 'utf8');
    const started = [...text.matchAll(/^Exec(?:Start|StopPost)=(.*)$/gm)].flatMap(([, line = '']) => line.split(' '));
    const paths = started.filter(word => /^\/usr\/(lib|libexec)\//.test(word));
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths) expect(files(target)).toContain(join(target, path));
  }
  // The bus looks there before it looks where power-profiles-daemon's package has its own.
  for (const { name } of layouts) {
    const text = readFileSync(join(target, `usr/local/share/dbus-1/system-services/${name}.service`), 'utf8');
    expect(text).toContain(`\nName=${name}\n`);
    const [, unit] = /^SystemdService=(.*)$/m.exec(text) ?? [];
    expect(files(target)).toContain(join(target, `etc/systemd/system/${unit}`));
  }
  expect(spawnSync('sh', ['systemd/uninstall.sh'], { encoding: 'utf8', env }).status).toBe(0);
  expect(files(target)).toEqual([]);
});

test('as a package it lies below /usr, for the Node there, and what the bus is to find first is filled in at boot', () => {
  const target = join(folder(), 'target');
  const env = { ...process.env, DESTDIR: target, PACKAGE: '1' };
  expect(spawnSync('sh', ['systemd/install.sh'], { encoding: 'utf8', env })).toMatchObject({ status: 0, stderr: '' });
  const installed = files(target).map(file => file.slice(target.length));
  expect(installed.filter(file => !file.startsWith('/usr/') || file.startsWith('/usr/local/'))).toEqual([]);
  const text = (file: string) => readFileSync(join(target, file), 'utf8');
  for (const unit of ['lattice-helper', 'latticed']) {
    const lines = [...text(`/usr/lib/systemd/system/${unit}.service`).matchAll(/^(?:Exec\w+|Documentation)=(.*)$/gm)];
    const named = lines.flatMap(([, line = '']) => line.split(/ (?:file:)?/)).filter(word => /^\/usr\/lib/.test(word));
    expect(named.length).toBeGreaterThan(1);
    for (const path of named) expect(installed).toContain(path);
  }
  expect(text('/usr/lib/systemd/system/latticed.service')).toContain(' /usr/bin/node ');
  expect(text('/usr/lib/lattice/dist/latticectl.js')).toMatch(/^#!\/usr\/bin\/node\n/);
  expect(text('/usr/lib/lattice/dist/latticed.js')).toMatch(/^#!\S+ -S \/usr\/bin\/node --/);
  const links = [
    ...text('/usr/lib/tmpfiles.d/lattice.conf').matchAll(/^L\+ \/run\/dbus-1\/system-services\/(\S+) .* (\S+)$/gm),
  ];
  expect(links.map(([, name]) => name).sort()).toEqual(layouts.map(({ name }) => `${name}.service`).sort());
  for (const [, , path = ''] of links) expect(installed).toContain(path);
});

test('a package is built into a folder, and never over the machine', () => {
  const { status, stderr } = spawnSync('sh', ['systemd/install.sh'], {
    encoding: 'utf8',
    env: { ...process.env, PACKAGE: '1', DESTDIR: '' },
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/needs DESTDIR; nothing was installed/);
});
