import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kernelHelperIn } from '../../test/fixtures/kernel-helper.js';
import { type Figure, spread } from '../figures.js';
import { calmSeconds, type DaemonOnTree, daemonOnTree } from './daemon-on-tree.js';
import { children, cpuMsOf, rssMiB, wakeUpsOf } from './process.js';
import { helper } from './product.js';

const minutes = Number(process.env.MINUTES ?? 5);
/** A daemon that has only run quietly is as warm only after hours. */
const warmUpSeconds = Number(process.env.WARM_UP ?? 240);

/** Each minute: CPU in ms, and how often a thread of engine or helper came to a CPU after a sleep. */
interface Minute {
  readonly cpu: number;
  readonly wakeUps: number;
}

/**
 * What the account of energy by application adds to engine and helper on a quiet fake laptop whose CPUs and tasks are this kernel's. Two daemons side by
 * side, with the account and without, so that the machine's other work affects both alike. What the kernel's programs take of other tasks' time is `tasks`.
 */
export async function benchAccount(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lattice-bench-'));
  let busy = true;
  const daemons = [false, true].map(account => {
    const config = join(folder, `${account}.toml`);
    writeFileSync(config, `[tasks]\naccount = ${account}\n`);
    const environment = { LATTICE_HELPER: kernelHelperIn(folder, helper) };
    return daemonOnTree(tree => busy && tree.pass(0.1, () => 0.3), ['--config', config], undefined, environment);
  });
  try {
    await sleep(warmUpSeconds * 1000);
    busy = false;
    await sleep(calmSeconds * 1000);
    const before = forks();
    const [without = [], withAccount = []] = await Promise.all(daemons.map(watch));
    const begun = Math.round((forks() - before) / minutes);
    console.log(
      `the machine beside: load ${loadavg()[0]?.toFixed(1)}, ${begun} tasks began a minute, each is told once`,
    );
    const more = (of: (minute: Minute) => number): number[] =>
      withAccount.map((minute, i) => of(minute) - (without[i] === undefined ? Number.NaN : of(without[i])));
    const rss = daemons.map(daemon =>
      processes(daemon)
        .map(rssMiB)
        .reduce((a, b) => a + b, 0),
    );
    return [
      { name: 'quiet, no account: CPU of engine and helper a minute', unit: 'ms', ...spread(without.map(m => m.cpu)) },
      { name: 'the account adds', unit: 'ms', ...spread(more(m => m.cpu)), bar: 5 },
      { name: 'quiet, no account: wake-ups a minute', unit: '', ...spread(without.map(m => m.wakeUps)) },
      { name: 'the account adds', unit: '', ...spread(more(m => m.wakeUps)) },
      { name: 'the account adds: RSS', unit: 'MiB', ...spread([(rss[1] ?? Number.NaN) - (rss[0] ?? Number.NaN)]) },
    ];
  } finally {
    await Promise.all(daemons.map(daemon => daemon.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Tasks that this machine ever began. */
const forks = (): number => Number(/^processes (\d+)/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1]);

const processes = ({ engine }: DaemonOnTree): number[] => [engine, ...children(engine)];

async function watch(daemon: DaemonOnTree): Promise<Minute[]> {
  const all = processes(daemon);
  const seen: Minute[] = [];
  for (let i = 0; i < minutes; i++) {
    const [cpu, wakeUps] = [cpuMsOf(all), wakeUpsOf(all)];
    await sleep(60_000);
    seen.push({ cpu: cpuMsOf(all) - cpu, wakeUps: wakeUpsOf(all) - wakeUps });
  }
  return seen;
}
