import { setTimeout as sleep } from 'node:timers/promises';
import type { Tree } from '../test/fixtures/trees/tree.js';
import { type DaemonOnTree, daemonOnTree } from './daemon-on-tree.js';
import { type Figure, spread } from './figures.js';
import { children, cpuMs, rssMiB } from './process.js';

/** V8 compiles what is hot in the first minutes; a daemon runs for weeks. */
const warmUpSeconds = 90;
const minutes = 3;

interface Observed {
  readonly cpuPerMinute: number[];
  readonly rss: number;
  readonly writes: number;
  readonly processes: number;
}

/** What the whole daemon costs on a fake laptop, quiet and at 10 Hz; sysfs writes and further processes are counted. */
export async function benchDaemon(): Promise<Figure[]> {
  const quiet = await observe(() => undefined);
  const active = await observe(tree => tree.pass(0.1, cpu => (cpu === 0 ? 0.6 : 0.1)));
  const one = (value: number) => ({ median: value, low: value, high: value });
  return [
    { name: 'quiet: CPU of engine and helper a minute', unit: 'ms', ...spread(quiet.cpuPerMinute), bar: 30 },
    { name: 'quiet: sysfs writes', unit: '', ...one(quiet.writes), bar: 0 },
    { name: 'quiet: further processes', unit: '', ...one(quiet.processes), bar: 0 },
    { name: 'quiet: RSS of engine and helper', unit: 'MiB', ...one(quiet.rss), bar: 75 },
    { name: 'at 10 Hz: share of a core', unit: '%', ...spread(active.cpuPerMinute.map(ms => ms / 600)), bar: 0.6 },
    { name: 'at 10 Hz: RSS of engine and helper', unit: 'MiB', ...one(active.rss), bar: 75 },
  ];
}

async function observe(live: (tree: Tree) => void): Promise<Observed> {
  const daemon = daemonOnTree(live);
  try {
    await sleep(warmUpSeconds * 1000);
    return await watch(daemon);
  } finally {
    await daemon.stop();
  }
}

async function watch({ engine, tree }: DaemonOnTree): Promise<Observed> {
  const helpers = children(engine);
  const before = tree.settings();
  const cpu = () => [engine, ...helpers].map(cpuMs).reduce((a, b) => a + b, 0);
  const cpuPerMinute: number[] = [];
  for (let i = 0; i < minutes; i++) {
    const from = cpu();
    await sleep(60_000);
    cpuPerMinute.push(cpu() - from);
  }
  const after = tree.settings();
  const writes = [...before].filter(([path, value]) => after.get(path) !== value).length;
  const rss = [engine, ...helpers].map(rssMiB).reduce((a, b) => a + b, 0);
  return { cpuPerMinute, rss, writes, processes: children(engine).length - 1 };
}
