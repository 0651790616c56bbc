import { expect } from 'vitest';
import { DaemonRun } from '../../fixtures/daemon.js';
import { residentKib } from '../../fixtures/process.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import type { Tree } from '../../fixtures/trees/tree.js';
import { until } from '../../rig/poll.js';
import { seed } from '../../seed.js';
import { expectOffered, trimmed } from './offered.js';

/** `LATTICE_FUZZ_BYTES=10000000 npx vitest run test/daemon/fuzz` is the long run; LATTICE_SEED=1 makes another one. */
export const fuzzBytes = Number(process.env.LATTICE_FUZZ_BYTES ?? 300_000);
export const fuzzSeed = seed;

/** `LATTICE_FUZZ_MESSAGES=1000000 npx vitest run --project slow test/daemon/fuzz/messages` is the long run. */
export const fuzzMessages = Number(process.env.LATTICE_FUZZ_MESSAGES ?? 20_000);

/** What a daemon may grow by after its first fifth of the bytes, however many there are: room for a heap that was not collected yet. */
export const mostGrowthKib = 48 * 1024;

/** latticed on a fake machine, with an eye on its memory and on every file that it may write. */
export class WatchedDaemon {
  readonly tree: Tree = treeForTest('amd-pstate-epp');
  readonly daemon: DaemonRun;
  private readonly before = this.tree.settings();
  private warmKib = 0;

  constructor(args: readonly string[] = []) {
    this.daemon = new DaemonRun({ tree: this.tree, args });
  }

  async ready(): Promise<void> {
    await until(
      'its ticks',
      () => this.daemon.status(),
      status => (status?.ticks ?? 0) > 2,
    );
  }

  /** From here on it may not grow: what it loads on its first work is there. */
  warm(): void {
    this.warmKib = this.memoryKib();
  }

  get grownKib(): number {
    return this.memoryKib() - this.warmKib;
  }

  /** It lives, answers, has not grown, and has written nothing that the machine does not offer. */
  async check(): Promise<void> {
    await until(
      'it governs',
      () => this.daemon.status(),
      status => status?.mode === 'govern',
    );
    expect(this.grownKib).toBeLessThan(mostGrowthKib);
    this.checkWrites();
  }

  checkWrites(): void {
    expectOffered(this.tree, this.before);
  }

  /** After its end everything is as it was. */
  async stop(): Promise<void> {
    this.daemon.process.kill('SIGTERM');
    expect(await this.daemon.left()).toBe(0);
    expect(trimmed(this.tree.settings())).toEqual(trimmed(this.before));
  }

  private memoryKib(): number {
    return residentKib(this.daemon.pid);
  }
}
