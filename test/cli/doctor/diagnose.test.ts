import { expect, test } from 'vitest';
import { diagnose, type Facts } from '../../../src/cli/doctor/diagnose.js';
import { plainStyle } from '../../../src/cli/render/style.js';
import { doctorLines } from '../../../src/cli/view/doctor.js';
import { ControlError } from '../../../src/control/protocol/errors.js';
import { madeDescription, madeStatus } from '../../control/made.js';

const healthy: Facts = {
  version: '0.1.0',
  startAdvice: 'start it with `npm start`',
  daemon: madeStatus({ controls: [] }),
  description: madeDescription(),
  rivals: [],
  journal: { path: '/var/lib/lattice/journal.db', problems: [] },
};

const broken = (facts: Partial<Facts>) =>
  diagnose({ ...healthy, ...facts })
    .filter(f => f.level === 'broken')
    .map(f => [f.area, f.name, f.text, f.advice]);

test('a healthy machine: one screen, nothing to do', () => {
  expect(doctorLines(diagnose(healthy), { ...plainStyle, width: 90 })).toEqual([
    'daemon',
    '  ✓ latticed              0.1.0, pid 4242, governs',
    '  ✓ desktop               power profiles on the system bus as',
    '                          org.freedesktop.UPower.PowerProfiles and',
    '                          net.hadess.PowerProfiles',
    'machine',
    '  ✓ kind                  linux, 8 CPUs in 2 policies, amd-pstate-epp',
    'sensors',
    '  ✓ busy time             by BPF at every task switch, ladders from 5 ms',
    '  · counters              software events only',
    '                          → a virtual machine needs a virtual PMU from its host; elsewhere',
    '                          the helper needs to run as root',
    '  ✓ energy                RAPL by powercap',
    '  ✓ temperature           1 zone, 1 with trip points',
    '  ✓ supplies              BAT0',
    'controls',
    '  ✓ frequency limits      2 writable',
    '  ✓ EPP                   2 writable',
    '  · power limits          0 of 1 writable: locked by the BIOS',
    'conflicts',
    '  ✓ other daemons         none runs that writes the same files',
    'journal',
    '  ✓ integrity             /var/lib/lattice/journal.db is sound',
    'not here',
    '  · perf hardware events  this CPU has no PMU that the kernel can use',
    '',
    'Nothing is broken; 1 thing could be better (→ above).',
  ]);
});

test('a stopped daemon and a journal not yet begun are no faults', () => {
  const absent = new ControlError('absent', 'no latticed running');
  expect(broken({ daemon: absent, journal: undefined })).toEqual([]);
});

test('no permission for the socket is one, with the words of the connection', () => {
  expect(
    broken({ daemon: new ControlError('denied', '/run/lattice/control.sock: no permission; members of …') }),
  ).toEqual([
    ['daemon', 'latticed', '/run/lattice/control.sock: no permission; members of …', 'see `systemctl status latticed`'],
  ]);
});

test('a rival is named with the command that would disable it', () => {
  expect(broken({ rivals: [{ name: 'tuned', disable: 'systemctl mask --now tuned' }] })).toEqual([
    ['conflicts', 'tuned', 'runs and writes the same files', 'keep one of the two: `systemctl mask --now tuned`'],
  ]);
});

test('controls not held, a damaged journal, one that can’t be written, a missing helper need doing', () => {
  expect(broken({ daemon: madeStatus() }).map(([area, name]) => [area, name])).toEqual([['conflicts', 'not held']]);
  expect(broken({ journal: { path: '/j', problems: ['page 3: garbage'] } })[0]?.[2]).toBe('/j: page 3: garbage');
  const failing = madeStatus({
    controls: [],
    journal: { path: '/j', failure: 'the disk is full', movedAside: undefined },
  });
  expect(broken({ daemon: failing })[0]?.[2]).toBe('the disk is full');
  expect(broken({ description: 'no lattice-helper at /x' })[0]?.slice(0, 3)).toEqual([
    'machine',
    'helper',
    'no lattice-helper at /x',
  ]);
});

test('a daemon of another version asks for a restart', () => {
  const [, first] = diagnose({ ...healthy, version: '0.2.0' });
  expect(first).toMatchObject({ level: 'note', advice: '`systemctl restart latticed` runs the new version' });
});

test('sensors that are not there say why, once', () => {
  const bare = madeDescription({
    missing: [
      { what: 'energy', why: 'no RAPL zone' },
      { what: 'zones', why: 'no thermal zone' },
      { what: 'busy.bpf', why: 'no BTF' },
    ],
    topology: {
      ...madeDescription().topology,
      zones: [],
      sensors: { busy: 'proc_stat', counters: 'none', energy: 'none' },
    },
  });
  const findings = diagnose({ ...healthy, description: bare });
  const texts = findings.filter(f => f.area === 'sensors' && f.level === 'note').map(f => f.text);
  expect(texts).toEqual([
    'by /proc/stat: no BTF',
    'none',
    'none, so that reports stay empty: no RAPL zone',
    'none, so that nothing is capped for heat: no thermal zone',
  ]);
  expect(findings.some(f => f.area === 'not here')).toBe(false);
});

test.each([
  [
    'busy.bpf',
    'this lattice-helper was built without BPF: install clang, libbpf-dev and build again; /proc/stat is used',
    'none, so that no work starts at an efficient clock: this lattice-helper was built without BPF: install clang, libbpf-dev and build again',
    '`apt-get install clang libbpf-dev`, build again with `npm ci`, install and restart the services',
  ],
  ['busy.bpf', '/sys/kernel/btf/vmlinux: the kernel has no BTF', /no BTF$/, /CONFIG_DEBUG_INFO_BTF=y/],
  ['busy.bpf', 'EPERM: the process lacks CAP_BPF and CAP_PERFMON', /CAP_PERFMON$/, /lattice-helper\.service/],
  ['busy.bpf', 'EPERM although CAP_BPF and CAP_PERFMON are held (kernel lockdown)', /lockdown\)$/, null],
  ['reflex', "the kernel's BTF has no tracepoint sched_stat_runtime", /sched_stat_runtime$/, null],
] as const)('that there is no reflex is said once, with what would give one: %s, %s', (what, why, text, advice) => {
  const found = diagnose({ ...healthy, description: madeDescription({ missing: [{ what, why }] }) });
  const reflex = found.filter(f => f.name === 'reflex');
  expect(reflex).toHaveLength(1);
  expect(reflex[0]).toMatchObject({ area: 'controls', level: 'note' });
  expect(reflex[0]?.text).toMatch(text);
  if (advice === null) expect(reflex[0]?.advice).toBeNull();
  else expect(reflex[0]?.advice).toMatch(advice);
});

test('of a reflex nothing is said where there is one, where no clock can be limited, and where nothing tells why', () => {
  const missing = [{ what: 'busy.bpf', why: 'no BTF' }];
  const raise = { name: 'policy0.raise_ms', unit: 'ms', value: 0, writable: true };
  const names = (changes: Parameters<typeof madeDescription>[0]) =>
    diagnose({ ...healthy, description: madeDescription(changes) }).filter(
      f => f.name === 'reflex' && f.level !== 'ok',
    );
  expect(names({ missing, controls: [...madeDescription().controls, raise] })).toEqual([]);
  expect(names({ missing, controls: [] })).toEqual([]);
  expect(names({})).toEqual([]);
});

test('writes refused for want of permission advise root; a simulated machine is advised nothing', () => {
  const spec = { name: 'policy0.max_freq', unit: 'kHz', value: 1, writable: false, why: 'EACCES: Permission denied' };
  const [limits] = diagnose({ ...healthy, description: madeDescription({ controls: [spec] }) }).filter(
    f => f.area === 'controls',
  );
  expect(limits).toMatchObject({ level: 'note', advice: 'writing needs root: lattice-helper.service has it' });
  const simulated = diagnose({ ...healthy, description: madeDescription({ simulated: true }) });
  expect(simulated.filter(f => f.advice !== null)).toEqual([]);
});
