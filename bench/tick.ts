import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Stages, stagesFor } from '../src/daemon/stages.js';
import { type Tick, tick } from '../src/daemon/tick.js';
import { Traces } from '../src/daemon/traces.js';
import { FrameDecoder } from '../src/machine/linux/frames.js';
import type { ControlValue } from '../src/model/signals.js';
import { type Figure, spread } from './figures.js';
import { frames, manyCpus } from './many-cpus.js';
import { engineFlags } from './product.js';

const asked = { profile: 'balanced', overrides: [], cap: undefined, target: undefined } as const;
const ticks = 1000;
/** Ticks over which the heap is watched. */
const watched = 4000;

/** The engine of a machine with `n` CPUs, each a domain of its own, that does what it is told. */
class Closed {
  readonly frames: Generator<Buffer>;
  private readonly stages: Stages;
  private readonly decoder = new FrameDecoder();
  private readonly traces = new Traces();
  private readonly settings: Record<string, ControlValue> = {};

  constructor(n: number, count: number) {
    const description = manyCpus(n);
    this.stages = stagesFor(description);
    this.frames = frames(description, count, this.settings);
  }

  /** A frame read, a tick, its traces. */
  run(frame: Buffer): Tick | undefined {
    let done: Tick | undefined;
    for (const decoded of this.decoder.push(frame))
      if (decoded.type === 'sample') done = tick(this.stages, decoded.sample, asked);
    if (done !== undefined) this.traces.follow(done.reading);
    return done;
  }

  /** What a helper and the loop do with a tick's writes. */
  obey({ reading, writes }: Tick): void {
    const { custody } = this.stages;
    custody.sent(writes, reading.at);
    Object.assign(this.settings, writes);
    custody.settled(Object.fromEntries(Object.entries(writes).map(([name, value]) => [name, { value }])), reading.at);
  }
}

/** Cost of one engine tick by number of CPUs; at last as the unit starts the daemon, whose V8 saves memory at the price of time. */
export function benchTick(): Figure[] {
  const figures = [16, 64, 256].flatMap(n => [
    tickTime(n),
    measured(
      n,
      watched,
      `heap of an engine tick, ${n} CPUs and domains`,
      'KiB',
      () => process.memoryUsage().heapUsed / 1024,
    ),
  ]);
  const alone = execFileSync(process.execPath, [
    ...engineFlags,
    fileURLToPath(new URL('tick-alone.js', import.meta.url)),
  ]);
  const asDaemon = JSON.parse(alone.toString()) as Figure;
  return [...figures, { ...asDaemon, name: `${asDaemon.name}, V8 as the daemon’s`, bar: undefined }];
}

export const tickTime = (n: number): Figure =>
  measured(n, ticks, `engine tick, ${n} CPUs and domains`, 'us', () => performance.now() * 1000, 300);

/** How much `meter` grows by in a tick; the first half is warm-up. A tick in which the heap was collected falls out as negative. */
function measured(n: number, count: number, name: string, unit: string, meter: () => number, bar?: number): Figure {
  const machine = new Closed(n, count);
  const growths: number[] = [];
  let i = 0;
  for (const frame of machine.frames) {
    const before = meter();
    const done = machine.run(frame);
    const grown = meter() - before;
    if (done !== undefined) machine.obey(done);
    if (i++ >= count / 2 && grown >= 0) growths.push(grown);
  }
  return { name, unit, ...spread(growths), bar: n === 256 ? bar : undefined };
}
