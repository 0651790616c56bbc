import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { DaemonRun } from '../../fixtures/daemon.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import type { Tree } from '../../fixtures/trees/tree.js';
import { until } from '../../rig/poll.js';
import { seed } from '../../seed.js';

/** `LATTICE_FUZZ_BYTES=10000000 npx vitest run test/daemon/fuzz` is the long run; LATTICE_SEED=1 makes another one. */
export const fuzzBytes = Number(process.env.LATTICE_FUZZ_BYTES ?? 300_000);
export const fuzzSeed = seed;

/** What a daemon may grow by after its first fifth of the bytes, however many there are: room for a heap that was not collected yet. */
const mostGrowthKib = 48 * 1024;

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
    for (const [path, text] of this.tree.settings()) {
      // A file of a real folder is empty for a moment while it is written, which one of the kernel's never is.
      let now = text.trim();
      for (let reads = 0; now === '' && reads < 1000; reads++) now = this.tree.read(path).trim();
      if (now === this.before.get(path)?.trim()) continue;
      const folder = path.slice(0, path.lastIndexOf('/') + 1);
      const offered = (name: string) => this.tree.read(`${folder}${name}`).trim();
      if (/\/scaling_(min|max)_freq$/.test(path)) {
        expect([path, Number(now) >= Number(offered('cpuinfo_min_freq'))]).toEqual([path, true]);
        expect([path, Number(now) <= Number(offered('cpuinfo_max_freq'))]).toEqual([path, true]);
      } else if (path.endsWith('/energy_performance_preference')) {
        expect(offered('energy_performance_available_preferences').split(' ')).toContain(now);
      } else if (path.endsWith('/scaling_governor')) {
        expect(offered('scaling_available_governors').split(' ')).toContain(now);
      } else if (path.endsWith('/platform_profile')) {
        expect(offered('platform_profile_choices').split(' ')).toContain(now);
      } else {
        expect([path, now]).toEqual([expect.stringMatching(/boost$/), expect.stringMatching(/^[01]$/)]);
      }
    }
  }

  /** After its end everything is as it was. */
  async stop(): Promise<void> {
    this.daemon.process.kill('SIGTERM');
    expect(await this.daemon.left()).toBe(0);
    const trimmed = (settings: ReadonlyMap<string, string>) => [...settings].map(([path, text]) => [path, text.trim()]);
    expect(trimmed(this.tree.settings())).toEqual(trimmed(this.before));
  }

  private memoryKib(): number {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.daemon.pid}/status`, 'utf8'))?.[1]);
  }
}
