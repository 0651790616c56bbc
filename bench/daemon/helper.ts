import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildTree } from '../../test/fixtures/trees/build-tree.js';
import { type Figure, spread } from '../figures.js';
import { helper } from './product.js';

const runs = 7;
const samplesPerRun = 60;

/** Cost of one full sample compared with the bare preads that it needs, and for 256 CPUs in a fake tree. */
export function benchHelper(): Figure[] {
  return [8, 64, 256].flatMap(cpus => {
    const tree = buildTree('big', cpus);
    const runtime = mkdtempSync(join(tmpdir(), 'lattice-bench-'));
    const measured = Array.from({ length: runs }, () => {
      const out = execFileSync(
        helper,
        ['--bench', String(samplesPerRun), '--root', tree.root, '--runtime-dir', runtime],
        { encoding: 'utf8' },
      );
      return JSON.parse(out) as { sample_ns: number; ratio: number };
    });
    tree.cleanup();
    const atMost = cpus === 256 ? 5 : undefined;
    return [
      {
        name: `full sample over bare preads, ${cpus} CPUs`,
        unit: 'x',
        ...spread(measured.map(m => m.ratio)),
        bar: 1.3,
      },
      { name: `full sample, ${cpus} CPUs`, unit: 'ms', ...spread(measured.map(m => m.sample_ns / 1e6)), bar: atMost },
    ];
  });
}
