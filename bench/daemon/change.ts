import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../../src/control/client/client.js';
import { policyFile, type Tree } from '../../test/fixtures/trees/tree.js';
import { type Figure, spread } from '../figures.js';
import { daemonOnTree } from './daemon-on-tree.js';
import { latticectl } from './product.js';

const warmUpSeconds = 60;
const rounds = 40;
/** Longer than the daemon waits between two writes. */
const pause = 300;
const profiles = ['power-saver', 'balanced'] as const;

/** How soon a change is answered and visible in sysfs, on a fake laptop under load, and the cost of latticectl compared with a bare start of Node. */
export async function benchChange(): Promise<Figure[]> {
  const { tree, runtimeDir, stop } = daemonOnTree(living => living.pass(0.1, cpu => (cpu === 0 ? 0.6 : 0.1)));
  try {
    await sleep(warmUpSeconds * 1000);
    const client = await connect(runtimeDir);
    const acks: number[] = [];
    const files: number[] = [];
    for (let i = 0; i < rounds; i++) {
      await sleep(pause);
      const before = epp(tree);
      const from = performance.now();
      const changed = client.change({ op: 'set', profile: profiles[i % 2] ?? 'balanced' });
      void changed.then(() => acks.push(performance.now() - from));
      while (epp(tree) === before) await sleep(1);
      files.push(performance.now() - from);
      await changed;
    }
    client.close();
    const asked = (words: readonly string[]): number => {
      const from = performance.now();
      execFileSync(process.execPath, words);
      return performance.now() - from;
    };
    const ratios = Array.from(
      { length: rounds },
      () => asked([latticectl, '--runtime-dir', runtimeDir, 'get']) / asked(['--eval', '0']),
    );
    return [
      { name: 'set: from the socket to the answer', unit: 'ms', ...spread(acks), bar: 30 },
      { name: 'set: from the socket to the file', unit: 'ms', ...spread(files), bar: 150 },
      { name: 'latticectl get over a bare start of Node', unit: '', ...spread(ratios), bar: 1.6 },
    ];
  } finally {
    await stop();
  }
}

const epp = (tree: Tree): string => tree.read(policyFile(0, 'energy_performance_preference'));
