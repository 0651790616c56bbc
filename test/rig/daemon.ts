import type { Status } from '../../src/control/protocol/status.js';
import type { ProfileName } from '../../src/model/people/profiles.js';
import type { Promised } from '../../src/model/people/promise.js';
import type { Job } from './guest/job.js';
import type { Guest } from './guest.js';
import { guestSeconds } from './limits.js';
import { until } from './poll.js';
import type { Product } from './product.js';

/** Emulated Node takes seconds to start, and several times that beside a busy load or a busy host. */
const PATIENCE = 60_000;
interface LatticedOptions {
  /** What the configuration promises; by itself it says nothing. */
  readonly promise?: Promised['in'];
  /** Whether the configuration leaves the reflex to the kernel's governor. */
  readonly kernel?: boolean;
  /** Where it runs. Loads have CPU 0 to themselves: a daemon that ran there would delay what they measure. */
  readonly cpu?: number;
}

/** latticed in the guest, governing; each one with directories of its own. */
export class Latticed {
  readonly pid: number;
  readonly stateDir: string;
  readonly runtimeDir: string;
  readonly #guest: Guest;
  readonly #product: Product;
  readonly #job: Job;
  readonly #cpu: number;

  private constructor(guest: Guest, product: Product, job: Job, name: string, pid: number, cpu: number) {
    this.#guest = guest;
    this.#product = product;
    this.#job = job;
    this.pid = pid;
    this.#cpu = cpu;
    this.stateDir = stateDir(name);
    this.runtimeDir = runtimeDir(name);
  }

  /** Ends when it has written its first limits: by then the helper has kept the baseline. */
  static async start(
    guest: Guest,
    product: Product,
    name: string,
    profile: ProfileName,
    { promise, kernel = false, cpu = 1 }: LatticedOptions = {},
  ): Promise<Latticed> {
    const config = `/run/${name}.toml`;
    const promised = promise === undefined ? '' : `[promise]\nin = "${promise}"\n`;
    const reflex = kernel ? '[reflex]\nkernel = true\n' : '';
    await guest.writeFile(config, `profile = "${profile}"\n${promised}${reflex}`);
    const options = `--config ${config} --state-dir ${stateDir(name)} --runtime-dir ${runtimeDir(name)}`;
    const job = guest.spawn(`echo pid $$; exec ${on(cpu)} ${process.execPath} ${product.latticed} ${options}`);
    const [, pid] = await job.printed(/pid (\d+)/);
    const daemon = new Latticed(guest, product, job, name, Number(pid), cpu);
    await until(
      'the daemon governing',
      () => daemon.#beginning(),
      begun => begun === 'governs',
      { timeout: PATIENCE },
    ).catch(async (error: Error) => {
      // Left to itself it would govern beside the next one.
      await daemon.signal('KILL').catch(() => {});
      throw error;
    });
    return daemon;
  }

  /** Ends when V8 has compiled what it will compile: emulated, the first ticks take longer than there is time between samples. */
  async warm(): Promise<void> {
    const used = async (): Promise<number> => {
      const stat = await this.#guest.readFile(`/proc/${this.pid}/stat`);
      const [user, system] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14).map(Number);
      return ((user ?? 0) + (system ?? 0)) / 100;
    };
    let [at, before] = [await guestSeconds(this.#guest), await used()];
    const share = async (): Promise<number> => {
      const [now, so] = [await guestSeconds(this.#guest), await used()];
      const of = (so - before) / (now - at);
      [at, before] = [now, so];
      return of;
    };
    await until('the engine waiting for samples', share, of => of < 0.5, { timeout: PATIENCE, every: 2000 });
  }

  /** What it said on stderr. */
  get said(): string {
    return this.#job.stderr;
  }

  get running(): boolean {
    return this.#job.code === undefined;
  }

  /** A signal for the engine alone, its helper is left to find out. */
  async signal(name: 'TERM' | 'KILL'): Promise<void> {
    await this.#guest.run(`kill -${name} ${this.pid}`);
  }

  /** Stops it in order and waits until it has ended. */
  async stop(): Promise<void> {
    await this.signal('TERM');
    const code = await this.#job.exit;
    if (code !== 0) throw new Error(`latticed ended with ${code}: ${this.said}`);
  }

  async helperPid(): Promise<number> {
    return Number(await this.#guest.run('pidof lattice-helper'));
  }

  /** What latticectl says of it. */
  async status(): Promise<Status> {
    return JSON.parse(await this.#guest.run(this.#latticectl('status --json'), { timeout: PATIENCE })) as Status;
  }

  /** Lets latticectl do something, in words of its command line. */
  async ask(words: string): Promise<string> {
    return this.#guest.run(this.#latticectl(words), { timeout: PATIENCE });
  }

  /** latticectl that goes on, such as `top --json`. */
  follow(words: string): Job {
    return this.#guest.spawn(`exec ${this.#latticectl(words)}`);
  }

  #latticectl(words: string): string {
    const directories = `--state-dir ${this.stateDir} --runtime-dir ${this.runtimeDir}`;
    return `${on(this.#cpu)} ${process.execPath} ${this.#product.latticectl} ${directories} ${words}`;
  }

  async #beginning(): Promise<string> {
    if (!this.running) throw new Error(`latticed ended with ${this.#job.code}: ${this.said}`);
    const kept = await this.#guest.readFile(`${this.runtimeDir}/baseline.json`).catch(() => '');
    return kept === '' ? this.said : 'governs';
  }
}

const on = (cpu: number): string => `taskset -c ${cpu}`;
const stateDir = (name: string): string => `/tmp/${name}`;
const runtimeDir = (name: string): string => `/run/${name}`;
