import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '../../../../src/control/protocol/operations/change.js';
import { Requests } from '../../../../src/daemon/requests/requests.js';
import { pipelineFor } from '../../../../src/engine/pipeline.js';
import { tick } from '../../../../src/engine/tick.js';
import type { Standing } from '../../../../src/governor/orders/standing-orders.js';
import { unsaidPromise } from '../../../../src/model/people/promise.js';
import type { ControlValue } from '../../../../src/model/signals.js';
import { nanoseconds } from '../../../../src/model/units.js';
import { folderForTest } from '../../../fixtures/scratch.js';
import { baseline, choicesOf, controls, description, pidOf, rules } from './scene.js';

/** The real requests and a tick, over a kernel that does as it is told and people whose processes are files. */
export class System {
  readonly clock = {
    proc: folderForTest('proc'),
    bootId: 'boot 0',
    now: 100,
    seconds: () => this.clock.now,
    wall: () => 0,
  };
  onMains = true;
  hot = false;
  kernel: Record<string, ControlValue> = { ...baseline };
  private readonly path = join(folderForTest('state'), 'wishes.json');
  private requests = this.daemon();
  private stages = pipelineFor(description, undefined, true, rules);
  private connections = new Map<number, object>();
  private starts = 1;

  begin(person: number): void {
    const folder = join(this.clock.proc, `${pidOf(person)}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'stat'), `${pidOf(person)} (p) S ${'0 '.repeat(18)}${this.starts++} 0`);
  }

  ask(change: Change, person: number): number | null | Error {
    const client = this.connections.get(person) ?? {};
    this.connections.set(person, client);
    const who = { proved: true, uid: person, pid: pidOf(person), command: null };
    try {
      return this.requests.change(change, who, client).made;
    } catch (error) {
      return error as Error;
    }
  }

  disconnect(person: number): void {
    const client = this.connections.get(person);
    this.connections.delete(person);
    if (client !== undefined) this.requests.left(client);
  }

  kill(person: number): void {
    this.disconnect(person);
    rmSync(join(this.clock.proc, `${pidOf(person)}`), { recursive: true, force: true });
  }

  /** The daemon goes, the helper puts back, the next daemon begins. */
  restart(between = () => {}): void {
    this.requests.stop();
    for (const client of this.connections.values()) this.requests.left(client);
    this.connections.clear();
    between();
    this.kernel = { ...baseline };
    this.stages = pipelineFor(description, undefined, true, rules);
    this.requests = this.daemon();
  }

  /** Ticks until everything has had its time. */
  settle(): void {
    for (let i = 0; i < 4; i++) {
      this.clock.now += 1;
      const at = nanoseconds(this.clock.now * 1e9);
      const state = (name: string) => choicesOf(name)?.indexOf(String(this.kernel[name])) ?? Number(this.kernel[name]);
      const values = [this.hot ? 95 : 40, Number(this.onMains), ...controls.map(c => state(c.name))];
      const { writes } = tick(
        this.stages,
        { at, epoch: 1, values: Float64Array.from(values) },
        this.requests.requested(),
      );
      this.stages.custody.sent(writes, at);
      Object.assign(this.kernel, writes);
      this.stages.custody.settled(
        Object.fromEntries(Object.entries(writes).map(([name, value]) => [name, { value }])),
        at,
      );
    }
  }

  stop() {
    this.requests.stop();
    return this.requests.status();
  }

  private daemon(): Requests {
    const { path, clock } = this;
    const nothing = () => undefined;
    return new Requests({
      path,
      standing: () => configured,
      promised: () => unsaidPromise,
      supply: { save: () => ({ onMains: true, below: undefined }), restore: nothing },
      remember: () => false,
      overReboot: () => false,
      kernelReflex: () => false,
      actions: () => ({}),
      clock,
      log: nothing,
      event: nothing,
      changed: nothing,
    });
  }
}

/** What the configuration says, whatever the circumstances. */
const configured: Standing = {
  source: 'mains',
  profile: 'balanced',
  when: 'always',
  held: false,
  cap: undefined,
  target: undefined,
};
