import { encodeRequest } from '../../../src/machine/linux/helper/frames.js';
import type { Job } from '../guest/job.js';
import type { Guest } from '../guest.js';
import type { Product } from '../product.js';
import { LOADED, mark, moved, TOP } from './when-raised.js';

/** kHz at which the tests' stretches start: both drivers have it. */
const START = 2_600_000;
const LEASE_SECONDS = 60;
const BEAT_MS = 10_000;

/**
 * lattice-helper with the host as its engine and the reflex on, so that no Node runs in the guest. What the host says goes through one process
 * there: it stands for the engine, and can be killed.
 */
export class ReflexSession {
  readonly enginePid: number;
  readonly runtimeDir: string;
  readonly #guest: Guest;
  readonly #job: Job;
  readonly #beat: NodeJS.Timeout;
  #requests = 0;

  private constructor(guest: Guest, job: Job, enginePid: number, runtimeDir: string) {
    this.#guest = guest;
    this.#job = job;
    this.enginePid = enginePid;
    this.runtimeDir = runtimeDir;
    this.#beat = setInterval(() => this.#request({ op: 'beat', lease_s: LEASE_SECONDS }), BEAT_MS);
  }

  /** Starts it and switches the reflex on. A helper that was killed has its successor in the same folder. */
  static async open(guest: Guest, { helper }: Product, name: string): Promise<ReflexSession> {
    const runtimeDir = `/run/${name}`;
    const engine = "sh -c 'echo engine $$ >&2; exec cat'";
    const job = guest.spawn(
      `${engine} | taskset -c ${1 - LOADED} ${helper} --stdio --runtime-dir ${runtimeDir} > /tmp/${name}.frames`,
    );
    const [, pid] = await job.complained(/engine (\d+)/);
    const session = new ReflexSession(guest, job, Number(pid), runtimeDir);
    session.#request({ op: 'rate', active_hz: 10, quiet_hz: 1, batch_s: 0 });
    session.on();
    return session;
  }

  /** Asks for the limits that the governor would ask for under a driver that follows the load: floors equal to the caps. */
  on(): void {
    const policy = `policy${LOADED}`;
    const start = { [`${policy}.start_min_freq`]: START, [`${policy}.start_max_freq`]: START };
    const values = { ...start, [`${policy}.min_freq`]: TOP, [`${policy}.raise_ms`]: 12 };
    this.#request({ op: 'set', lease_s: LEASE_SECONDS, values });
  }

  async helperPid(): Promise<number> {
    return Number(await this.#guest.run('pidof lattice-helper'));
  }

  /** Ends with the helper, which puts everything back if it can. */
  async close(): Promise<void> {
    clearInterval(this.#beat);
    this.#job.closeInput();
    await this.#job.exit;
  }

  #request(request: object): void {
    this.#requests += 1;
    this.#job.write(encodeRequest({ id: this.#requests, ...request }));
  }
}

/** A session whose reflex works. */
export async function reacting(guest: Guest, product: Product, name: string): Promise<ReflexSession> {
  await mark(guest, name);
  const session = await ReflexSession.open(guest, product, name);
  await moved(guest, 5, name);
  return session;
}
