import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnHelper } from '../../src/machine/linux/helper/connection.js';
import { LinuxMachine } from '../../src/machine/linux/helper/linux-machine.js';
import type { Description } from '../../src/model/description.js';
import type { Sample } from '../../src/model/sensing/sample.js';
import { kernelHelperIn } from '../../test/fixtures/kernel-helper.js';
import { buildTree } from '../../test/fixtures/trees/build-tree.js';
import { policyFile, type Tree } from '../../test/fixtures/trees/tree.js';
import { children } from '../daemon/process.js';
import { helper } from '../daemon/product.js';

/** The CPU that the loads run on. Everything else stays on CPU 0. */
export const loadedCpu = 1;
export const own = 3_000_000;
const start = 2_000_000;
const policy = `policy${loadedCpu}`;

/** A helper on a fake laptop whose CPUs are as busy as this machine's, with a reflex for one of them. */
export class HelperOnTree {
  readonly file: string;
  /** The helper's. */
  pid = 0;
  private readonly tree: Tree = buildTree('amd-pstate-epp');
  private readonly folder = mkdtempSync(join(tmpdir(), 'lattice-bench-'));
  private readonly machine: LinuxMachine;
  private description: Description | undefined;
  private newest: Sample | undefined;

  constructor() {
    const path = kernelHelperIn(this.folder, helper, 'taskset -c 0');
    const options = { path, root: this.tree.root, runtimeDir: join(this.folder, 'run'), readOnly: false };
    this.machine = new LinuxMachine(() => spawnHelper(options, line => console.error(line)));
    this.file = this.tree.path(policyFile(loadedCpu, 'scaling_max_freq'));
  }

  /** False where this kernel tells no ages. */
  async begin(): Promise<boolean> {
    const known = new Set(children(process.pid));
    this.description = await this.machine.start({
      hello: description => {
        this.description = description;
      },
      samples: batch => {
        this.newest = batch.at(-1) ?? this.newest;
      },
      restored: () => undefined,
      notice: (what, why) => console.error(`${what}: ${why}`),
      lost: why => console.error(why),
    });
    this.pid = children(process.pid).find(pid => !known.has(pid)) ?? 0;
    this.machine.cadence({ activeHz: 10, quietHz: 1, batchSeconds: 10 });
    setInterval(() => this.machine.beat(60), 10_000).unref();
    return this.description.controls.some(control => control.name === `${policy}.raise_ms`);
  }

  async reflex(raiseMs: number): Promise<void> {
    const { results } = await this.machine.set(
      { [`${policy}.max_freq`]: own, [`${policy}.start_max_freq`]: start, [`${policy}.raise_ms`]: raiseMs },
      60,
    );
    const refused = Object.values(results).find(result => 'errno' in result);
    if (refused !== undefined) throw new Error(JSON.stringify(results));
  }

  /** How often it raised, as of the next sample. */
  async raises(): Promise<number> {
    const before = this.newest?.at;
    this.machine.sample();
    while (this.newest === undefined || this.newest.at === before)
      await new Promise(resolve => setTimeout(resolve, 20));
    const at = this.description?.signals.findIndex(signal => signal.name === `${policy}.raises`) ?? -1;
    return this.newest.values[at] ?? Number.NaN;
  }

  async end(): Promise<void> {
    await this.machine.stop();
    this.tree.cleanup();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
