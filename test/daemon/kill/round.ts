import { expect, onTestFinished } from 'vitest';
import { connect } from '../../../src/control/client/client.js';
import type { OverrideRequest } from '../../../src/model/people/requests.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import type { Random } from '../../fixtures/random.js';
import { until } from '../../rig/poll.js';
import type { Machine } from './machines.js';
import type { SupervisedHelper } from './supervised-helper.js';

export const ends = ['kill engine', 'kill helper', 'kill both', 'stop engine', 'terminate engine'] as const;
export type End = (typeof ends)[number];

/** What of the machine is not as it was found: files by their bytes, and the GPU's limits. */
export function changed({ tree, standIn }: Machine, before: ReadonlyMap<string, string>): unknown[] {
  const files = [...tree.settings()].filter(([path, text]) => before.get(path) !== text);
  const board = standIn?.gpu();
  return board === undefined || (board.lock === null && board.power.limit === 320) ? files : [...files, ['gpu', board]];
}

/** One daemon on the machine, under load for a random time, and one of the ends. */
export class Round {
  private readonly machine: Machine;
  private readonly helper: SupervisedHelper;
  private readonly before: ReadonlyMap<string, string>;
  private readonly random: Random;
  private readonly daemon: DaemonRun;
  private readonly load: NodeJS.Timeout;
  private ticked = false;

  constructor(machine: Machine, helper: SupervisedHelper, before: ReadonlyMap<string, string>, random: Random) {
    this.machine = machine;
    this.helper = helper;
    this.before = before;
    this.random = random;
    const smi = machine.standIn === undefined ? [] : ['--nvidia-smi', machine.standIn.path];
    const args = ['--govern', '--helper-socket', helper.socket, ...smi];
    this.daemon = new DaemonRun({ tree: machine.tree, args });
    // A machine at work: its leases are short, and its limits change.
    const busy = random.below(3) / 2;
    this.load = setInterval(() => machine.tree.pass(0.2, cpu => (cpu % 2 === 0 ? busy : 0.5)), 200);
    onTestFinished(() => clearInterval(this.load));
  }

  /** Governs for a while. Some rounds end before the daemon has done anything, some in the middle of a change that somebody asks for. */
  async govern(wish: OverrideRequest): Promise<void> {
    const wait = this.random.below(1500);
    this.ticked = this.random.below(4) > 0;
    if (this.ticked)
      await until(
        'a tick',
        () => this.daemon.status(),
        status => (status?.ticks ?? 0) > 0,
      );
    if (this.random.below(3) > 0) void this.ask(wish);
    await new Promise(resolve => setTimeout(resolve, wait));
  }

  /** Ends it; resolves with whether something stood changed just before, and how long it then stood, ms. */
  async end(how: End): Promise<{ stood: boolean; milliseconds: number }> {
    const stood = changed(this.machine, this.before).length > 0;
    const from = performance.now();
    await this.strike(how);
    await this.untilAsFound();
    const milliseconds = performance.now() - from;
    clearInterval(this.load);
    if (how === 'kill helper' || how === 'kill both') await this.helper.restart();
    await this.leave(how);
    return { stood, milliseconds };
  }

  /** Of two that die at once, either may be the first. */
  private async strike(how: End): Promise<void> {
    const engine = this.daemon.process;
    const helperFirst = this.random.below(2) > 0;
    const killsHelper = how === 'kill helper' || how === 'kill both';
    if (killsHelper && helperFirst) this.helper.signal('SIGKILL');
    if (how === 'terminate engine') engine.kill('SIGTERM');
    else if (how === 'stop engine') engine.kill('SIGSTOP');
    else if (how !== 'kill helper') engine.kill('SIGKILL');
    if (!killsHelper) return;
    this.helper.signal('SIGKILL');
    await this.helper.stopPost();
    // No successor has looked yet.
    expect(changed(this.machine, this.before)).toEqual([]);
  }

  /** What is left of the round ends, and everything still is as it was found. */
  private async leave(how: End): Promise<void> {
    const { daemon, helper } = this;
    if (how === 'stop engine') {
      daemon.process.kill('SIGCONT');
      await until(
        'the engine goes on',
        () => daemon.status(),
        status => status !== undefined,
      );
    }
    if (how === 'stop engine' || how === 'kill helper') daemon.process.kill('SIGTERM');
    const left = await daemon.left();
    // One that was still starting has no handler for a signal yet, and may have found no helper.
    if (this.ticked) expect([how, left]).toEqual([how, how === 'kill engine' || how === 'kill both' ? 'SIGKILL' : 0]);
    await this.untilAsFound();
    expect(helper.lives).toBe(true);
  }

  private untilAsFound(): Promise<unknown> {
    return until(
      'the machine as it was found',
      () => changed(this.machine, this.before),
      found => found.length === 0,
      { every: 10 },
    );
  }

  private async ask(wish: OverrideRequest): Promise<void> {
    // Whoever asks may find the daemon gone: that is what the round is about.
    const client = await connect(this.daemon.runtimeDir).catch(() => undefined);
    await client?.change({ op: 'override', wish, lasting: { for: 3600 } }).catch(() => undefined);
    client?.close();
  }
}
