/**
 * Keeps the power curve over restarts.
 *
 * 1. Before the first tick the curve of an earlier daemon is taken, if it is of this machine: the processor's name, clocks and kinds of cores are the
 *    same. What it says counts for a quarter of what it did, and for half of that after each month: heat, firmware and programs change.
 * 2. It is written once an hour and at the end.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../control/protocol/errors.js';
import type { Pipeline } from '../../engine/pipeline.js';
import type { Sample } from '../../model/sensing/sample.js';
import type { Topology } from '../../model/topology.js';
import type { Log } from '../log.js';
import type { LoopObserver, Ticked } from '../loop/observer.js';
import { readPower, writePower } from './power-file.js';

const share = 0.25;
const halfLifeMs = 30 * 24 * 3_600_000;
const betweenWritesMs = 3_600_000;

export interface PowerMemoryOptions {
  readonly path: string;
  /** Where processes are listed: `cpuinfo` names the processor. */
  readonly proc: string;
  readonly log: Log;
}

export class PowerMemory implements LoopObserver {
  private readonly options: PowerMemoryOptions;
  private stages: Pipeline | undefined;
  private writtenAt = Number.NaN;

  constructor(options: PowerMemoryOptions) {
    this.options = options;
  }

  before(stages: Pipeline, _: Sample, wall: number): void {
    const first = this.stages === undefined;
    this.stages = stages;
    if (!first) return;
    this.writtenAt = wall;
    this.recall(stages, wall);
  }

  ticked({ wall }: Ticked): void {
    if (wall - this.writtenAt >= betweenWritesMs) this.keep(wall);
  }

  /** Writes what is known now, at the UTC millisecond `wall`. */
  keep(wall: number): void {
    const curves = this.stages?.power.known() ?? [];
    if (this.stages === undefined || curves.length === 0) return;
    this.writtenAt = wall;
    try {
      writePower(this.options.path, { machine: this.machine(this.stages), at: wall, curves });
    } catch (error) {
      this.options.log('warning', `the power curve is forgotten when the daemon ends: ${messageOf(error)}`);
    }
  }

  private recall(stages: Pipeline, wall: number): void {
    try {
      const kept = readPower(this.options.path);
      if (kept === undefined || kept.machine !== this.machine(stages)) return;
      stages.power.recall(kept.curves, share * 0.5 ** (Math.max(0, wall - kept.at) / halfLifeMs));
    } catch (error) {
      this.options.log('warning', `the power curve is learned anew: ${messageOf(error)}`);
    }
  }

  private machine({ description: { kind, topology } }: Pipeline): string {
    return JSON.stringify([kind, processor(this.options.proc), ...clocks(topology)]);
  }
}

/** Its name, empty where nothing says it. */
function processor(proc: string): string {
  try {
    return /^model name\s*:\s*(.*)$/m.exec(readFileSync(join(proc, 'cpuinfo'), 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}

const clocks = ({ policies, cpus }: Topology) =>
  policies.map(p => [p.driver, p.hw_min, p.hw_max, p.cpus, cpus.find(c => p.cpus.includes(c.id))?.kind ?? null]);
