import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TracedSignal } from '../../../../src/control/protocol/operations/signals.js';
import type { Status } from '../../../../src/control/protocol/status.js';
import { serving, temporary } from '../../../control/fixture.js';
import { MadeSource, madeSignal, madeStatus } from '../../../control/made.js';
import { latticectl } from '../../run.js';

/** A source with one signal of the test's making. */
class OneSignal extends MadeSource {
  private readonly signal: TracedSignal;

  constructor(signal: Partial<TracedSignal>, status: Partial<Status> = {}) {
    super(madeStatus(status));
    this.signal = { ...madeSignal(true), ...signal };
  }

  override signals(): readonly TracedSignal[] {
    return [this.signal];
  }
}

const simulated = () => serving(new MadeSource(madeStatus({ simulated: true, machine: 'simulated laptop' })));

test('without a signal lists those there are', async () => {
  const { directory } = await serving();
  expect(await latticectl(['spectrum', '--runtime-dir', directory])).toEqual({
    code: 0,
    stdout:
      'SIGNAL        SAMPLES     RATE  COHERENCE  BUNCHING  FIELD  UNIT\n' +
      'policy0.busy      256  10.0 Hz       0.02     -0.40   1.62  share\n',
    stderr: '',
  });
  const json = await latticectl(['spectrum', '--json', '--runtime-dir', directory]);
  expect(JSON.parse(json.stdout)).toEqual({ machine: 'linux', simulated: false, signals: [madeSignal()] });
});

test('one signal is drawn with its peak at 2 Hz, without colours', async () => {
  const { directory } = await serving();
  const { code, stdout, stderr } = await latticectl(['spectrum', 'policy0.busy', '--runtime-dir', directory]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [head, legend, ...lines] = stdout.trimEnd().split('\n');
  expect(head).toMatch(/^policy0\.busy: peak \S+ share²\/Hz at (1\.95|2\.03) Hz, 256 samples at 10\.0 Hz$/);
  expect(legend).toBe('█ φ-filtered (λ = 1.618, lattice)  ░ raw, over 40 dB');
  expect(lines.find(line => line.length === 80)).toMatch(/^ {2}1\.95 Hz █+░+$/);
  expect(lines.at(-1)).toMatch(/ % of the power is left \(C 0\.\d\d\); coherence 0\.02, bunching -0\.40, field 1\.62$/);
  expect(stdout).not.toContain('\u001b');
});

test('--reading chooses k, and one that is none is a usage error', async () => {
  const { directory } = await serving();
  const left = async (...reading: string[]): Promise<{ reading: string; left: number }> =>
    JSON.parse(
      (await latticectl(['spectrum', 'policy0.busy', '--json', '--runtime-dir', directory, ...reading])).stdout,
    );
  const [usual, radian, cycles] = [await left(), await left('--reading', 'radian'), await left('--reading', 'cycles')];
  expect([usual.reading, radian.reading, cycles.reading]).toEqual(['lattice', 'radian', 'cycles']);
  expect(radian.left).toBeLessThan(usual.left);
  expect(usual.left).toBeLessThan(cycles.left);
  const wrong = await latticectl(['spectrum', '--reading', 'phi']);
  expect(wrong).toMatchObject({ code: 2, stdout: '' });
  expect(wrong.stderr).toContain('Allowed choices are lattice, radian, cycles');
});

test('--json has the signal and both curves', async () => {
  const { directory } = await simulated();
  const { code, stdout } = await latticectl(['spectrum', 'policy0.busy', '--json', '--runtime-dir', directory]);
  expect(code).toBe(0);
  const { signal, frequency_hz, raw, filtered, passed, left, ...rest } = JSON.parse(stdout);
  expect(rest).toEqual({ machine: 'simulated laptop', simulated: true, reading: 'lattice' });
  expect(signal).toEqual(madeSignal(true));
  expect([frequency_hz.length, raw.length, filtered.length]).toEqual([65, 65, 65]);
  expect([frequency_hz[0], frequency_hz[64]]).toEqual([0, 5]);
  expect(left).toBeLessThan(passed);
});

test('a simulated machine is labelled in text, JSON and drawing', async () => {
  const { directory } = await simulated();
  const svg = join(directory, 'a.svg');
  const list = await latticectl(['spectrum', '--runtime-dir', directory]);
  expect(list.stdout).toContain('SIMULATED');
  const one = await latticectl(['spectrum', 'policy0.busy', '--svg', svg, '--runtime-dir', directory]);
  expect(one.stdout).toContain('SIMULATED');
  expect(readFileSync(svg, 'utf8')).toContain('policy0.busy on simulated laptop (SIMULATED), lattice reading');
  const json = await latticectl(['spectrum', '--json', '--runtime-dir', directory]);
  expect(JSON.parse(json.stdout)).toMatchObject({ simulated: true });
});

test('--svg writes the drawing and says where', async () => {
  const { directory } = await serving();
  const svg = join(directory, 'a.svg');
  const { code, stdout } = await latticectl(['spectrum', 'policy0.busy', '--svg', svg, '--runtime-dir', directory]);
  expect(code).toBe(0);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(`drawn into ${svg}`);
  expect(readFileSync(svg, 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
});

test('--svg where it can’t be written: one line and exit 1, no stack', async () => {
  const { directory } = await serving();
  const draw = (svg: string) => latticectl(['spectrum', 'policy0.busy', '--svg', svg, '--runtime-dir', directory]);
  const missing = join(directory, 'none', 'a.svg');
  expect(await draw(missing)).toEqual({
    code: 1,
    stdout: '',
    stderr: `latticectl: ${missing}: its directory does not exist\n`,
  });
  const folder = join(directory, 'folder');
  mkdirSync(folder);
  const { code, stderr } = await draw(folder);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^latticectl: .*folder: can not be written \(EISDIR: .*\)\n$/);
});

test('--svg without a signal is a usage error, daemon or none', async () => {
  const svg = join(temporary(), 'a.svg');
  expect(await latticectl(['spectrum', '--svg', svg, '--runtime-dir', '/nonexistent'])).toEqual({
    code: 2,
    stdout: '',
    stderr: "latticectl: option '--svg <file>' needs a signal to draw, for example policy0.busy\n",
  });
  expect(existsSync(svg)).toBe(false);
});

test('an unknown signal is named with those there are', async () => {
  const { directory } = await serving();
  const { code, stdout, stderr } = await latticectl(['spectrum', 'policy9.busy', '--runtime-dir', directory]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe(`latticectl: no signal policy9.busy, expected one of policy0.busy\n`);
});

test.each([
  [{ count: 28, samples: Array.from({ length: 28 }, () => 0.5) }, '28 at 10.0 Hz; try again in 10 s'],
  [{ count: 0, samples: [] }, 'none come now'],
  [{ count: 0, samples: [], rate: null }, 'none come now'],
])('too few samples (%#): exit 1 and when to try again', async (signal, words) => {
  const { directory } = await serving(new OneSignal(signal));
  const svg = join(directory, 'a.svg');
  const { code, stdout, stderr } = await latticectl([
    'spectrum',
    'x',
    '--svg',
    svg,
    '--wait',
    '1s',
    '--runtime-dir',
    directory,
  ]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr.split('\n').slice(-2)).toEqual([`latticectl: policy0.busy: too few samples yet, ${words}`, '']);
  expect(existsSync(svg)).toBe(false);
});

test('a constant has no share that is left, and that is null and not NaN', async () => {
  const { directory } = await serving(new OneSignal({ samples: Array.from({ length: 256 }, () => 0.3) }));
  const text = await latticectl(['spectrum', 'policy0.busy', '--runtime-dir', directory]);
  expect(text).toMatchObject({ code: 0, stderr: '' });
  expect(text.stdout).toContain('constant');
  expect(text.stdout).not.toContain('NaN');
  const json = await latticectl(['spectrum', 'policy0.busy', '--json', '--runtime-dir', directory]);
  expect(JSON.parse(json.stdout)).toMatchObject({ passed: null, left: null });
});

test('names with escape sequences are harmless in text and drawing', async () => {
  const { directory } = await serving(
    new OneSignal({ name: 'zone.evil\u001b[2J.temp' }, { simulated: true, machine: 'evil\u001b[2J' }),
  );
  const svg = join(directory, 'a.svg');
  const { code, stdout } = await latticectl(['spectrum', 'x', '--svg', svg, '--runtime-dir', directory]);
  expect(code).toBe(0);
  expect(stdout).toContain('zone.evil?[2J.temp');
  expect(stdout).not.toContain('\u001b');
  expect(readFileSync(svg, 'utf8')).toContain('zone.evil?[2J.temp on evil?[2J (SIMULATED), lattice reading');
});

test('no daemon: exit 1, nothing on stdout', async () => {
  const directory = temporary();
  expect(await latticectl(['spectrum', 'policy0.busy', '--runtime-dir', directory])).toEqual({
    code: 1,
    stdout: '',
    stderr: `latticectl: no latticed running (no socket at ${directory}/control.sock)\n`,
  });
});

test('too few samples are waited for, and that is said', async () => {
  const few = Array.from({ length: 100 }, (_, i) => (i % 7) / 7);
  class Growing extends OneSignal {
    private looks = 0;
    override signals() {
      const samples = this.looks++ < 2 ? few : [...few, ...few];
      return super.signals().map(signal => ({ ...signal, samples, count: samples.length }));
    }
  }
  const { directory } = await serving(new Growing({}));
  const { code, stdout, stderr } = await latticectl(['spectrum', 'policy0.busy', '--runtime-dir', directory]);
  expect([code, stderr]).toEqual([0, 'latticectl: waiting for samples of policy0.busy: 100 of 128\n']);
  expect(stdout).toContain('policy0.busy');
});
