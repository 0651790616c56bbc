import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { latticectl } from '../../cli/run.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { until } from '../../rig/poll.js';
import { application } from './application.js';
import { build, program } from './library.js';

beforeAll(() => void program('client'), 300_000);

/** A region whose answers take as long as its standard input says, ms. */
const region = `
import sys, threading, time, lattice
ms = 20.0
def hear():
    global ms
    for line in sys.stdin: ms = float(line)
threading.Thread(target=hear, daemon=True).start()
with lattice.region("decode", unit="tokens", socket=sys.argv[1]) as r:
    while True:
        r.beat(3)
        r.answer(ms)
        time.sleep(0.01)
`;

function python(socket: string) {
  const child = spawn('/usr/bin/python3', ['-c', region, socket], {
    stdio: ['pipe', 'inherit', 'inherit'],
    env: {
      ...process.env,
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONPATH: fileURLToPath(new URL('../../../native/python', import.meta.url)),
      LATTICE_LIBRARY: `${build()}/liblattice.so.1`,
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** client.c, and how long its answers take. */
function answering(socket: string) {
  const app = application(socket);
  let ms = 20;
  app.tell('unit frames');
  const telling = setInterval(() => app.tell(`answer ${ms}`), 50);
  onTestFinished(() => clearInterval(telling));
  return {
    take(longer: number): void {
      ms = longer;
    },
  };
}

interface Work {
  readonly name: string;
  readonly unit: string;
  readonly units: number;
  readonly joulesPerUnit: number | null;
  readonly of: string;
}

test('what C and Python say of units and answers, the daemon judges and reports', async () => {
  const config = join(folderForTest('config'), 'lattice.toml');
  writeFileSync(config, '[promise]\nin = "milliseconds"\n');
  const daemon = new DaemonRun({ args: ['--simulate', '--config', config] });
  await daemon.client().then(client => client.close());
  const socket = join(daemon.runtimeDir, 'heartbeat.sock');
  const inC = answering(socket);
  const inPython = python(socket);
  const answers = async () => (await daemon.status())?.promise?.answers ?? { kept: 0, broken: 0 };
  // At full clock first, then under a cap: as long as usual.
  const usual = await until('answers that are judged', answers, ({ kept }) => kept >= 4, { timeout: 300_000 });
  expect(usual.broken).toBe(0);
  inPython.stdin.write('520\n');
  await until('answers in Python that come late', answers, ({ broken }) => broken > 0);
  inPython.kill('SIGKILL');
  await new Promise(resolve => inPython.once('close', resolve));
  const { broken } = await answers();
  inC.take(520);
  await until('answers in C that come late', answers, now => now.broken > broken + 1);
  const report = ['--state-dir', daemon.stateDir, '--runtime-dir', daemon.runtimeDir, 'report', '--by', 'application'];
  const work = await until(
    'the account of a minute',
    async (): Promise<readonly Work[]> => {
      const { stdout, code } = await latticectl([...report, '--json']);
      return code === 0 ? (JSON.parse(stdout).work ?? []) : [];
    },
    ({ length }) => length >= 2,
    { timeout: 300_000, every: 2000 },
  );
  const done = { units: expect.any(Number), joulesPerUnit: expect.any(Number), of: 'package' };
  expect(work).toContainEqual(expect.objectContaining({ name: 'test app', unit: 'frames', ...done }));
  expect(work).toContainEqual(expect.objectContaining({ name: 'decode', unit: 'tokens', ...done }));
  expect(work.every(({ units, joulesPerUnit }) => units > 0 && (joulesPerUnit ?? 0) > 0)).toBe(true);
  expect((await latticectl(report)).stdout).toMatch(/work +decode: \d+ tokens, [\d.e+-]+ J each/);
}, 900_000);
