import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Applications } from '../../src/machine/linux/procfs/applications.js';
import { unhurried } from '../../src/machine/linux/procfs/reading.js';
import { runningRivals } from '../../src/machine/linux/procfs/rivals.js';
import { hostileTable, writeTable } from '../../test/fixtures/trees/hostile-processes.js';
import { type Figure, spread } from '../figures.js';

const tables = 1000;
const mostProcesses = 3000;
const firstSeed = 1;
/** So long may no look keep the loop, ms. */
const bar = 20;

interface Cost {
  /** The longest stretch of CPU time without a turn of the loop, ms. */
  readonly longest: number;
  /** CPU time of all threads by process looked at, µs. */
  readonly cpu: number;
  readonly memory: number;
}

/** What looks at hostile tables of processes cost the thread of the ticks: for rivals, and for an application that anybody's process may be. */
export async function benchProcesses(): Promise<Figure[]> {
  const rivals: Cost[] = [];
  const applications: Cost[] = [];
  for (let seed = firstSeed; seed < firstSeed + tables; seed++) {
    const root = mkdtempSync(join(tmpdir(), 'lattice-processes-'));
    const proc = join(root, 'proc');
    mkdirSync(join(proc, 'self'), { recursive: true });
    for (const name of ['status', 'cgroup', 'loginuid']) writeFileSync(join(proc, 'self', name), 'ours\n');
    const table = hostileTable(seed, mostProcesses);
    writeTable(proc, table, { seed });
    rivals.push(await cost(table.length, () => runningRivals(root, unhurried())));
    const asked = [{ executable: '*foo*bar*baz' }, { cgroup: 'encoder.service', uid: 1000 }];
    const looking = new Applications(asked, proc, () => undefined);
    looking.running(0);
    applications.push(await cost(table.length, () => looking.looked()));
    rmSync(root, { recursive: true });
  }
  return [...figures('rivals', rivals), ...figures('applications', applications)];
}

/** CPU time of the loop's thread so far, ms: on a busy machine it waits for a CPU as well, which says nothing about a look. */
const ownCpu = (): number => Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[0]) / 1e6;

async function cost(processes: number, look: () => Promise<unknown>): Promise<Cost> {
  const { rss } = process.memoryUsage();
  const cpu = process.cpuUsage();
  let longest = 0;
  let before = ownCpu();
  const turn = (): void => {
    const now = ownCpu();
    longest = Math.max(longest, now - before);
    before = now;
  };
  // A timer has its turn when a millisecond has passed and the loop is free: what ran meanwhile is one stretch, and a millisecond of others at most.
  const timer = setInterval(turn, 1);
  await look();
  turn();
  clearInterval(timer);
  const { user, system } = process.cpuUsage(cpu);
  return { longest, cpu: (user + system) / processes, memory: (process.memoryUsage().rss - rss) / 2 ** 20 };
}

function figures(what: string, costs: readonly Cost[]): Figure[] {
  const longest = costs.map(c => c.longest).sort((a, b) => a - b);
  const at = (share: number): number => longest[Math.min(longest.length - 1, Math.floor(share * longest.length))] ?? 0;
  const one = (value: number) => ({ median: value, low: value, high: value });
  return [
    { name: `look for ${what}, loop kept for, of ${costs.length} tables`, unit: 'ms', ...spread(longest) },
    { name: `look for ${what}, the same, 99th percentile`, unit: 'ms', ...one(at(0.99)), bar },
    { name: `look for ${what}, the same, worst`, unit: 'ms', ...one(at(1)), bar },
    { name: `look for ${what}, growth of memory, worst`, unit: 'MiB', ...one(Math.max(...costs.map(c => c.memory))) },
    { name: `look for ${what}, CPU time a process`, unit: 'µs', ...spread(costs.map(c => c.cpu)) },
  ];
}
