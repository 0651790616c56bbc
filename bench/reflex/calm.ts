import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const lookMs = 2000;
/** A busier CPU has few rests of 3 ms, and stretches that others begin. */
const calmShare = 0.1;

/** Busy and all ticks of a CPU. */
function ticks(cpu: number): readonly [busy: number, all: number] {
  const line = new RegExp(`^cpu${cpu} (.*)$`, 'm').exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? '';
  const fields = line.split(' ').map(Number);
  const all = fields.slice(0, 8).reduce((a, b) => a + b, 0);
  return [all - (fields[3] ?? 0) - (fields[4] ?? 0), all];
}

/** Call the returned function for the CPU's busy share since. */
export function busySince(cpu: number): () => number {
  const [busy, all] = ticks(cpu);
  return () => {
    const [busyNow, allNow] = ticks(cpu);
    return (busyNow - busy) / Math.max(1, allNow - all);
  };
}

async function lookAt(cpu: number): Promise<number> {
  const busy = busySince(cpu);
  await sleep(lookMs);
  return busy();
}

/**
 * Waits for other work to leave a CPU before a measurement, and says how calm it is then. All waits together take no longer than `patience` s: a
 * machine that never calms down is measured as it is.
 */
export class Calm {
  private readonly cpu: number;
  private readonly patience: number;
  private readonly look: (cpu: number) => Promise<number>;
  private readonly say: (line: string) => void;
  private waited = 0;

  constructor(cpu: number, patience = 120, look = lookAt, say: (line: string) => void = console.log) {
    this.cpu = cpu;
    this.patience = patience;
    this.look = look;
    this.say = say;
  }

  /** Returns whether it is calm. */
  async before(what: string): Promise<boolean> {
    let share = await this.look(this.cpu);
    for (; share > calmShare && this.waited < this.patience; this.waited += lookMs / 1000)
      share = await this.look(this.cpu);
    const seen = `CPU ${this.cpu} is ${Math.round(100 * share)} % busy with other work, load average ${loadavg()[0]?.toFixed(1)}`;
    const verdict = share > calmShare ? `; NOT CALM, after ${this.waited} s of waiting of ${this.patience} in all` : '';
    this.say(`${what}: ${seen}${verdict}`);
    return share <= calmShare;
  }
}
