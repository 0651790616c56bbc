import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { control } from '../../packaging/deb/control.js';
import { type Description, describe } from '../../packaging/description.js';
import { spec } from '../../packaging/rpm/spec.js';
import { archVersion, debianVersion, rpmVersion } from '../../packaging/versions.js';

const described = describe('.', {}, 0);
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const versioned = (name: string): Description => ({ ...described, version: name });

test('all packages have the version of package.json', () => {
  const [deb, rpm] = [control(described, 'amd64', 'libc6', 1), spec(described, '/tree', [], [])];
  expect(deb).toContain(`\nVersion: ${version}-1\n`);
  expect(rpm).toContain(`\nVersion: ${version}\n`);
  expect(archVersion(described)).toBe(version);
});

// With dpkg's and rpm's hyphen 1.0.0-rc.1 would have been release rc.1 of 1.0.0, and newer than it.
test('a version before another is older everywhere', () => {
  expect(debianVersion(versioned('1.0.0-rc.1'))).toBe('1.0.0~rc.1-1');
  expect(rpmVersion(versioned('1.0.0-rc.1'))).toBe('1.0.0~rc.1');
  expect(archVersion(versioned('1.0.0-rc.1'))).toBe('1.0.0rc.1');
});

test('the services of the description are those that are installed, and depend on each other in its order', () => {
  const [helper = '', engine = ''] = described.services.map(unit => readFileSync(`systemd/${unit}`, 'utf8'));
  expect(engine).toContain(`Requires=${described.services[0]}`);
  expect(helper).not.toContain('Requires=latticed');
  for (const script of ['postinst', 'prerm', 'postrm'])
    for (const unit of described.services) expect(readFileSync(`packaging/deb/${script}`, 'utf8')).toContain(unit);
});

test("Debian's text has no line over 80 characters", () => {
  const [, text = ''] = control(described, 'amd64', 'libc6', 1).split('\nDescription:');
  const lines = text.split('\n');
  expect(lines.length).toBeGreaterThan(4);
  expect(lines.filter(line => line.length > 80)).toEqual([]);
});

test('who builds it may be told as to other tools of Debian', () => {
  const { maintainer } = describe('.', { DEBFULLNAME: 'Ada', DEBEMAIL: 'ada@example.org' }, 0);
  expect(maintainer).toBe('Ada <ada@example.org>');
});
