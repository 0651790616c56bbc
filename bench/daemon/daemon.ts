import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, spread } from '../figures.js';
import { type BareNode, bareNode } from './bare-node.js';
import { calmSeconds, type DaemonOnTree, daemonOnTree, warmUpSeconds } from './daemon-on-tree.js';
import { children, cpuMsOf, rssMiB } from './process.js';
import { benchWithReflex } from './with-reflex.js';

const minutes = 3;
const samplesHz = 10;
const batchSeconds = 20;

/** Figures for one state of the machine; CPU in ms per minute, RSS in MiB. */
interface Observed {
  readonly engine: number[];
  readonly helper: number[];
  readonly bare: number[];
  readonly rss: number;
  readonly writes: number;
  readonly processes: number;
}

/**
 * The cost of the whole daemon on a fake laptop that is sampled at 10 Hz and then quiet, including sysfs writes and further processes; and Node's own
 * part of it: a process that is woken with a sample's bytes as often and does nothing. Then the cost where the reflex is on.
 */
export async function benchDaemon(): Promise<Figure[]> {
  return [...(await sampledThenQuiet()), ...(await benchWithReflex())];
}

async function sampledThenQuiet(): Promise<Figure[]> {
  let busy = true;
  const daemon = daemonOnTree(tree => busy && tree.pass(1 / samplesHz, cpu => (cpu === 0 ? 0.6 : 0.1)));
  const bare = bareNode();
  let sending = setInterval(() => bare.send(1), 1000 / samplesHz);
  try {
    await sleep(warmUpSeconds * 1000);
    const active = await watch(daemon, bare);
    busy = false;
    clearInterval(sending);
    sending = setInterval(() => bare.send(batchSeconds), batchSeconds * 1000);
    await sleep(calmSeconds * 1000);
    return figures(active, await watch(daemon, bare), rssMiB(bare.pid));
  } finally {
    clearInterval(sending);
    bare.stop();
    await daemon.stop();
  }
}

async function watch({ engine, tree }: DaemonOnTree, bare: BareNode): Promise<Observed> {
  const helpers = children(engine);
  const before = tree.settings();
  const cpu = () => [[engine], helpers, [bare.pid]].map(cpuMsOf);
  const perMinute: number[][] = [];
  for (let i = 0; i < minutes; i++) {
    const from = cpu();
    await sleep(60_000);
    perMinute.push(cpu().map((ms, k) => ms - (from[k] ?? 0)));
  }
  const after = tree.settings();
  const column = (k: number): number[] => perMinute.map(minute => minute[k] ?? Number.NaN);
  return {
    engine: column(0),
    helper: column(1),
    bare: column(2),
    rss: [engine, ...helpers].map(rssMiB).reduce((a, b) => a + b, 0),
    writes: [...before].filter(([path, value]) => after.get(path) !== value).length,
    processes: children(engine).length - 1,
  };
}

function figures(active: Observed, quiet: Observed, bareRss: number): Figure[] {
  const one = (value: number) => ({ median: value, low: value, high: value });
  const both = ({ engine, helper }: Observed): number[] => engine.map((ms, i) => ms + (helper[i] ?? Number.NaN));
  const shareOfCore = (ms: readonly number[]) => spread(ms.map(minute => minute / 600));
  return [
    { name: 'at 10 Hz: share of a core', unit: '%', ...shareOfCore(both(active)), bar: 0.6 },
    { name: 'at 10 Hz: the helper’s part of it', unit: '%', ...shareOfCore(active.helper) },
    { name: 'at 10 Hz: a bare Node, sent each sample', unit: '%', ...shareOfCore(active.bare) },
    { name: 'at 10 Hz: RSS of engine and helper', unit: 'MiB', ...one(active.rss), bar: 75 },
    { name: 'a bare Node with a thread: RSS', unit: 'MiB', ...one(bareRss) },
    { name: 'quiet: CPU of engine and helper a minute', unit: 'ms', ...spread(both(quiet)), bar: 30 },
    { name: 'quiet: the helper’s part of it', unit: 'ms', ...spread(quiet.helper) },
    { name: 'quiet: a bare Node, sent each batch', unit: 'ms', ...spread(quiet.bare) },
    { name: 'quiet: sysfs writes', unit: '', ...one(quiet.writes), bar: 0 },
    { name: 'quiet: further processes', unit: '', ...one(quiet.processes), bar: 0 },
    { name: 'quiet: RSS of engine and helper', unit: 'MiB', ...one(quiet.rss), bar: 75 },
  ];
}
