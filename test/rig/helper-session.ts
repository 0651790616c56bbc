import { encodeRequest, FrameDecoder } from '../../src/machine/linux/helper/frames.js';
import { describe } from '../../src/machine/linux/helper/hello.js';
import type { Description } from '../../src/model/description.js';
import type { Sample } from '../../src/model/sensing/sample.js';
import type { Job } from './guest/job.js';
import type { Guest } from './guest.js';
import { until } from './poll.js';
import type { Product } from './product.js';

export interface Recorded {
  description: Description;
  samples: readonly Sample[];
}

/**
 * lattice-helper with the host as its engine: no Node runs in the guest, so nothing but the load keeps its CPUs busy. The
 * helper's frames go to a file there, which is read when they are wanted.
 */
export class HelperSession {
  readonly #guest: Guest;
  readonly #job: Job;
  readonly #output: string;
  #requests = 0;

  private constructor(guest: Guest, job: Job, output: string) {
    this.#guest = guest;
    this.#job = job;
    this.#output = output;
  }

  /** Starts it and has it sample ten times a second whatever happens. */
  static async open(guest: Guest, { helper }: Product, name: string): Promise<HelperSession> {
    const output = `/tmp/${name}.frames`;
    const job = guest.spawn(`exec taskset -c 1 ${helper} --stdio --runtime-dir /run/${name} > ${output}`);
    const session = new HelperSession(guest, job, output);
    session.#request({ op: 'rate', active_hz: 10, quiet_hz: 10, batch_s: 0 });
    await until(
      'samples',
      () => session.recorded(),
      seen => (seen?.samples.length ?? 0) > 0,
    );
    return session;
  }

  /** All that it has said so far. */
  async recorded(): Promise<Recorded | undefined> {
    const bytes = await this.#guest.readBytes(this.#output).catch(() => Buffer.alloc(0));
    let description: Description | undefined;
    const samples: Sample[] = [];
    for (const frame of new FrameDecoder().push(bytes)) {
      if (frame.type === 'sample') samples.push(frame.sample);
      else if (frame.type === 'json' && isHello(frame.body)) description = describe(frame.body);
    }
    return description && { description, samples };
  }

  async close(): Promise<void> {
    this.#job.closeInput();
    await this.#job.exit;
  }

  #request(request: object): void {
    this.#requests += 1;
    this.#job.write(encodeRequest({ id: this.#requests, ...request }));
  }
}

const isHello = (body: unknown): body is { t: 'hello' } =>
  typeof body === 'object' && body !== null && 't' in body && body.t === 'hello';
