import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildDeb } from '../../../packaging/deb/deb.js';
import { run } from '../../../packaging/shell.js';
import { anotherDeb, buildIn } from '../../fixtures/packaged.js';
import { scratchFolder } from '../../fixtures/scratch-folder.js';
import { type ThrowawayRoot, throwawayRoot } from '../../fixtures/throwaway-root.js';

const folder = scratchFolder('deb');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let deb = '';
beforeAll(() => {
  deb = buildDeb(buildIn(folder));
});

const name = 'lattice-governor';
const configuration = '/etc/lattice/lattice.toml';
const state = (root: ThrowawayRoot): string => root.run(`dpkg-query -W -f '\${db:Status-Status}' ${name}`).said;

test('lintian has no error and no warning', () => {
  // Of a tag it says so on its output, and of itself on the other.
  expect(run('lintian', ['--fail-on', 'error,warning', '--allow-root', deb])).toBe('');
});

test('all belongs to root, nobody else may write, and only programs are executable', () => {
  const lines = run('dpkg-deb', ['-c', deb]).trim().split('\n');
  expect(lines.filter(line => !/^\S+ root\/root /.test(line))).toEqual([]);
  expect(lines.filter(line => /^[-d]....w|^[-d].......w/.test(line))).toEqual([]);
  const programs = lines.filter(line => /^-..x/.test(line)).map(line => line.replace(/.* \.\//, ''));
  expect(programs).toEqual([
    'usr/lib/lattice/dist/latticectl.js',
    'usr/lib/lattice/dist/latticed.js',
    'usr/libexec/lattice/lattice-exec',
    'usr/libexec/lattice/lattice-helper',
  ]);
});

describe('on a machine', () => {
  test('it installs and works, remove keeps journal and configuration, purge leaves nothing', async () => {
    const root = await throwawayRoot();
    expect(root.must(`dpkg -i ${root.put(deb)}`)).toContain('systemd does not run here, so nothing was started');
    expect(state(root)).toBe('installed');
    expect(root.must('id -un lattice; systemctl is-enabled lattice-helper latticed')).toBe(
      'lattice\nenabled\nenabled\n',
    );
    // Another Node in somebody's PATH is not the one that it is for.
    root.must('printf "#!/bin/sh\\nexit 9\\n" > /usr/local/bin/node && chmod +x /usr/local/bin/node');
    const options = '--simulate --govern --foreground --duration 2s --state-dir /var/lib/lattice';
    root.must(`/usr/lib/lattice/dist/latticed.js ${options}`);
    expect(root.must('latticectl report --json --state-dir /var/lib/lattice')).toContain('"simulated"');
    root.must(`dpkg -r ${name}`);
    expect(root.must(`ls ${configuration} /var/lib/lattice/journal.db`)).toContain('journal.db');
    expect(root.run('ls /usr/lib/lattice /run/dbus-1/system-services/*').said).not.toContain('PowerProfiles');
    root.must(`dpkg -P ${name}`);
    // What other packages call so lies elsewhere, and dpkg keeps an account of what it did.
    const places = '/etc /run /usr/bin /usr/lib/systemd /usr/libexec /usr/share /var/lib/lattice /var/lib/systemd';
    expect(root.must(`find /usr/lib/lattice* ${places} -name '*lattice*' 2>/dev/null || true`)).toBe('');
  });

  test("an administrator's configuration stays at an upgrade, also where the package's has changed", async () => {
    const root = await throwawayRoot();
    root.must(`dpkg -i ${root.put(anotherDeb(deb, folder, '0.1.9-1'))}`);
    root.must(
      `echo 'profile = "power-saver"' > ${configuration}; mkdir /var/lib/lattice; echo kept > /var/lib/lattice/journal.db`,
    );
    // Nobody is there to be asked, and nothing asks: the package's own is as it was.
    root.must(`dpkg -i ${root.put(deb)} < /dev/null`);
    expect(root.must(`cat ${configuration} /var/lib/lattice/journal.db`)).toBe('profile = "power-saver"\nkept\n');
    root.must(`dpkg --force-confold -i ${root.put(anotherDeb(deb, folder, '9.0-1', '# new\n'))}`);
    expect(root.must(`cat ${configuration} ${configuration}.dpkg-dist`)).toBe('profile = "power-saver"\n# new\n');
  });

  test('an installation that was interrupted is finished by dpkg --configure -a', async () => {
    const root = await throwawayRoot();
    root.must('mv /usr/bin/systemd-sysusers /root/ && ln -s /bin/false /usr/bin/systemd-sysusers');
    expect(root.run(`dpkg -i ${root.put(deb)}`).status).not.toBe(0);
    expect(state(root)).toBe('half-configured');
    root.must('mv /root/systemd-sysusers /usr/bin/ && dpkg --configure -a && id lattice');
    expect(state(root)).toBe('installed');
    root.must(`dpkg -P ${name}`);
    root.must(`dpkg --unpack ${root.put(deb)}`);
    expect(state(root)).toBe('unpacked');
    root.must(`dpkg -r ${name}`);
  });

  test('where it can not work it says why, and changes nothing', async () => {
    const root = await throwawayRoot();
    const file = root.put(deb);
    root.must('mount --bind /etc /etc && mount -o remount,bind,ro /etc');
    expect(root.run(`dpkg -i ${file}`).said).toContain('/etc is read-only');
    root.must('umount /etc && mkdir -p /usr/lib/lattice && touch /etc/systemd/system/latticed.service');
    expect(root.run(`dpkg -i ${file}`).said).toContain('was installed here by systemd/install.sh');
    root.must('rm /etc/systemd/system/latticed.service && rmdir /usr/lib/lattice');
    expect(state(root)).not.toBe('installed');
    // Debian 12's own Node.
    root.must(`sed -i '/^Package: nodejs$/,/^$/s/^Version: .*/Version: 18.20.4+dfsg-1/' /var/lib/dpkg/status`);
    const { status, said } = root.run(`dpkg -i ${file}`);
    expect(status).not.toBe(0);
    expect(said).toContain('lattice-governor depends on nodejs (>= 20');
  });
});
