import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Traces } from '../../src/daemon/loop/traces.js';
import { type Pipeline, pipelineFor } from '../../src/engine/pipeline.js';
import { type Tick, tick } from '../../src/engine/tick.js';
import { FrameDecoder } from '../../src/machine/linux/helper/frames.js';
import type { ControlValue } from '../../src/model/signals.js';
import { engineFlags } from '../daemon/product.js';
import { type Figure, spread } from '../figures.js';
import { frames, manyCpus } from './many-cpus.js';

const requested = { profile: 'balanced', overrides: [], cap: undefined, target: undefined } as const;
/** The first half is warm-up: V8 makes its final code for a tick after some thousand ticks, which is minutes of a daemon's life. */
const ticks = 4000;

/** The engine of a machine with `n` CPUs, each its own domain, whose writes always take effect. */
class Closed {
  readonly frames: Generator<Buffer>;
  private readonly stages: Pipeline;
  private readonly decoder = new FrameDecoder();
  private readonly traces = new Traces();
  private readonly settings: Record<string, ControlValue> = {};

  constructor(n: number) {
    const description = manyCpus(n);
    this.stages = pipelineFor(description);
    this.frames = frames(description, ticks, this.settings);
  }

  /** Reads a frame, runs a tick, updates its traces. */
  run(frame: Buffer): Tick | undefined {
    let done: Tick | undefined;
    for (const decoded of this.decoder.push(frame))
      if (decoded.type === 'sample') done = tick(this.stages, decoded.sample, requested);
    if (done !== undefined) this.traces.follow(done.reading);
    return done;
  }

  /** Does what a helper and the loop do with a tick's writes. */
  obey({ reading, writes }: Tick): void {
    const { custody } = this.stages;
    custody.sent(writes, reading.at);
    Object.assign(this.settings, writes);
    custody.settled(Object.fromEntries(Object.entries(writes).map(([name, value]) => [name, { value }])), reading.at);
  }
}

/**
 * Cost of one engine tick by number of CPUs; the last figure is with the unit's flags for the daemon: V8's space for young objects is small, which
 * saves some MiB and costs nothing that is seen here.
 */
export function benchTick(): Figure[] {
  const [asDaemon] = alone(256, engineFlags);
  if (asDaemon === undefined) throw new Error('tick-alone: expected a figure');
  const flagged = { ...asDaemon, name: `${asDaemon.name}, V8 as the daemon’s` };
  return [...[16, 64, 256].flatMap(n => alone(n)), flagged];
}

/** Each in its own process, as a daemon sees one machine in its life: otherwise code that V8 made for another size would be measured too. */
function alone(n: number, flags: readonly string[] = []): Figure[] {
  const program = fileURLToPath(new URL('./tick-alone.js', import.meta.url));
  return JSON.parse(execFileSync(process.execPath, [...flags, program, String(n)]).toString()) as Figure[];
}

/** Time of a tick with `n` CPUs, and what it leaves on the heap. */
export const tickFigures = (n: number): Figure[] => [
  measured(n, `engine tick, ${n} CPUs and domains`, 'us', () => performance.now() * 1000, 300),
  measured(n, `heap of an engine tick, ${n} CPUs and domains`, 'KiB', () => process.memoryUsage().heapUsed / 1024),
];

/** How much `meter` grows in a tick. A tick in which the heap was collected is negative and is dropped. */
function measured(n: number, name: string, unit: string, meter: () => number, bar?: number): Figure {
  const machine = new Closed(n);
  const growths: number[] = [];
  let i = 0;
  for (const frame of machine.frames) {
    const before = meter();
    const done = machine.run(frame);
    const grown = meter() - before;
    if (done !== undefined) machine.obey(done);
    if (i++ >= ticks / 2 && grown >= 0) growths.push(grown);
  }
  return { name, unit, ...spread(growths), bar: n === 256 ? bar : undefined };
}
