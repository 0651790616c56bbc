import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildTree } from '../../test/fixtures/trees/build-tree.js';
import type { Tree } from '../../test/fixtures/trees/tree.js';
import { engineFlags, latticed } from './product.js';

/** The built daemon over a fake laptop whose files keep changing. */
export interface DaemonOnTree {
  readonly tree: Tree;
  readonly engine: number;
  readonly runtimeDir: string;
  stop(): Promise<void>;
}

/** V8 compiles hot code in the first minutes under load; a quiet daemon is as warm only after hours, and then runs for weeks. */
export const warmUpSeconds = 240;
/** Seconds from the end of the load until the helper is quiet. */
export const calmSeconds = 60;

/** Starts it, with further `options` and `environment`; `live` is called every 100 ms. */
export function daemonOnTree(
  live: (tree: Tree) => void,
  options: readonly string[] = [],
  tree = buildTree('amd-pstate-epp'),
  environment: NodeJS.ProcessEnv = {},
): DaemonOnTree {
  const folder = mkdtempSync(join(tmpdir(), 'lattice-bench-'));
  const runtimeDir = join(folder, 'run');
  const timer = setInterval(() => live(tree), 100);
  const daemon = spawn(
    process.execPath,
    [
      ...engineFlags,
      latticed,
      '--root',
      tree.root,
      '--state-dir',
      join(folder, 'state'),
      '--runtime-dir',
      runtimeDir,
      ...options,
    ],
    { stdio: 'ignore', env: { ...process.env, ...environment } },
  );
  const stop = async (): Promise<void> => {
    clearInterval(timer);
    const gone = new Promise(resolve => daemon.once('exit', resolve));
    daemon.kill('SIGTERM');
    await gone;
    tree.cleanup();
    rmSync(folder, { recursive: true });
  };
  return { tree, engine: daemon.pid ?? 0, runtimeDir, stop };
}
