import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const patienceMs = 120_000;
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

/** Waits for the others on this CPU to leave, a while. */
export async function untilCalm(cpu: number): Promise<void> {
  let share = 1;
  for (let waited = 0; waited < patienceMs && share > calmShare; waited += lookMs) {
    const busy = busySince(cpu);
    await sleep(lookMs);
    share = busy();
  }
  if (share > calmShare)
    console.log(
      `CPU ${cpu} is ${Math.round(100 * share)} % busy with other work: what follows is not of a calm machine`,
    );
}
