import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Agent } from './guest/agent.js';
import type { Job } from './guest/job.js';
import { packMemoryRoot } from './guest/memory-root.js';
import type { GuestOptions } from './guest/options.js';
import { qemuCommand, type RunFiles, runFiles } from './guest/qemu.js';
import { Qmp } from './guest/qmp.js';
import { SharedPage } from './page.js';
import { INITRD, RUNS, STABLE_INITRD } from './paths.js';
import { CppcClocks, PStateClocks } from './physics/clocks.js';
import { takePrecedence } from './physics/priority.js';
import { Physics } from './physics.js';
import { until, within } from './poll.js';
import { prepareKernel } from './prepare/kernel.js';
import { stableKernel } from './prepare/stable.js';

export interface ExecResult {
  code: number;
  stdout: string;
  stderr: string;
}

const BOOT_TIMEOUT = 90_000;
const BOOTS = 3;
const RECONNECT_TIMEOUT = 1000;
const CONSOLE_TAIL = 60;
/** Emulation knows fewer CPU features than the model it is told to be. */
const UNREMARKABLE = /TCG doesn't support requested feature/;

/** One booted virtual laptop: real kernel, simulated firmware and physics. */
export class Guest {
  readonly physics: Physics;
  readonly page: SharedPage;
  /** Settles when QEMU has ended, with what it said last. */
  readonly ended: Promise<string>;
  readonly #files: RunFiles;
  readonly #process: ChildProcess;
  readonly #agent: Agent;
  readonly #qmp: Qmp;
  #standBack = (): void => {};

  private constructor(parts: {
    process: ChildProcess;
    files: RunFiles;
    page: SharedPage;
    physics: Physics;
    agent: Agent;
    qmp: Qmp;
  }) {
    this.physics = parts.physics;
    this.page = parts.page;
    this.#files = parts.files;
    this.#process = parts.process;
    this.#agent = parts.agent;
    this.#qmp = parts.qmp;
    this.ended = once(parts.process, 'exit').then(() => this.console());
    this.ended.then(() => this.#release());
  }

  /** While the kernel patches its own code with two emulated CPUs, QEMU now and then lets one of them see half an instruction: it panics, and boots again. */
  static async boot(options: GuestOptions): Promise<Guest> {
    for (let left = BOOTS - 1; ; left--) {
      try {
        return await Guest.#bootOnce(options);
      } catch (error) {
        if (left === 0) throw error;
        console.error(`${options.name} is booted once more: ${String(error).split('\n', 1)[0]}`);
      }
    }
  }

  static async #bootOnce(options: GuestOptions): Promise<Guest> {
    const folder = join(RUNS, options.name);
    await rm(folder, { recursive: true, force: true });
    await mkdir(join(folder, 'exchange'), { recursive: true });
    const stable = options.kernel === 'stable';
    const usual = stable ? STABLE_INITRD : INITRD;
    const initrd = options.memoryRoot ? await packMemoryRoot(folder, options.memoryRoot) : usual;
    const kernel = stable ? await stableKernel() : await prepareKernel();
    const files = runFiles(folder, initrd);
    for (const file of files.pstates) await writeFile(file, '');
    const [program = '', ...args] = qemuCommand(options, kernel, files);
    const process = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let complaints = '';
    createInterface({ input: process.stderr }).on('line', line => {
      if (!UNREMARKABLE.test(line)) complaints += `${line}\n`;
    });
    await until('QEMU opening its sockets', () => process.exitCode ?? existsSync(files.agent), Boolean);
    if (process.exitCode !== null) throw new Error(`QEMU ended at once: ${complaints}`);
    const qmp = await Qmp.open(files.qmp);
    const page = SharedPage.ofProcess(process.pid ?? 0);
    const clocks = options.variant === 'amd-pstate' ? new CppcClocks(page) : new PStateClocks(files.pstates);
    const physics = new Physics(page, clocks);
    const guest = new Guest({ process, files, page, physics, qmp, agent: new Agent(files.agent) });
    if (options.precedence === true) guest.#standBack = takePrecedence(process.pid ?? 0);
    physics.start();
    await qmp.send('cont');
    const died = guest.ended.then(() => Promise.reject(new Error('QEMU ended')));
    await within('boot', Promise.race([guest.#agent.ready, died]), BOOT_TIMEOUT).catch(async error => {
      await guest.kill();
      throw new Error(`the guest did not boot: ${String(error)}\n${complaints}\n${guest.console()}`);
    });
    died.catch(() => {});
    return guest;
  }

  /** Runs a shell command to its end. Past its time it is killed, and what it had printed is in the error. */
  async exec(command: string, options: { timeout?: number; input?: string } = {}): Promise<ExecResult> {
    const job = this.spawn(command);
    if (options.input !== undefined) job.write(options.input);
    job.closeInput();
    try {
      const code = await within(command, job.exit, options.timeout ?? 30_000);
      return { code, stdout: job.stdout, stderr: job.stderr };
    } catch (error) {
      job.kill('SIGKILL');
      throw new Error(`${String(error)}\nstdout: ${job.stdout}\nstderr: ${job.stderr}`);
    }
  }

  /** As exec, for commands that must succeed; gives what they printed. */
  async run(command: string, options: { timeout?: number; input?: string } = {}): Promise<string> {
    const { code, stdout, stderr } = await this.exec(command, options);
    if (code !== 0) throw new Error(`${command} ended with ${code} in the guest\n${stdout}\n${stderr}`);
    return stdout;
  }

  /** Starts a command and leaves it running. */
  spawn(command: string): Job {
    return this.#agent.spawn(command);
  }

  async readBytes(path: string): Promise<Buffer> {
    return this.#agent.read(path);
  }

  /** A file's text without the newline at its end. Rejects with GuestFileError. */
  async readFile(path: string): Promise<string> {
    return (await this.#agent.read(path)).toString().replace(/\n$/, '');
  }

  /** One write(2). Rejects with GuestFileError, whose code is the errno's name. */
  async writeFile(path: string, data: string | Uint8Array): Promise<void> {
    await this.#agent.write(path, data);
  }

  /** Copies a file or folder of the guest's to the host and says where it is there. */
  async fetch(path: string): Promise<string> {
    await this.run(`cp -r '${path}' /exchange/`);
    return join(this.#files.exchange, basename(path));
  }

  qmp(command: string, args: Record<string, unknown> = {}): Promise<unknown> {
    return this.#qmp.send(command, args);
  }

  /** Names of QEMU's events so far: SUSPEND, WAKEUP, SHUTDOWN… */
  get events(): readonly string[] {
    return this.#qmp.events;
  }

  /** Suspends to RAM, right after what a shell does `first`; needs a root in memory. Ends when the machine sleeps. */
  async suspend(first = ':'): Promise<void> {
    const before = this.#count('SUSPEND');
    const job = this.spawn(`${first}\necho mem > /sys/power/state`);
    const asleep = (): boolean => this.#count('SUSPEND') > before;
    await until('sleep', () => asleep() || job.code !== undefined, Boolean);
    if (!asleep()) throw new Error(`the guest did not suspend: ${job.stderr}\n${this.console()}`);
  }

  /** Wakes it up and ends when it answers again. */
  async wake(): Promise<void> {
    await this.#qmp.send('system_wakeup');
    const answered = async (): Promise<boolean> => {
      this.#agent.reconnect();
      return within('an answer', this.#agent.ready, RECONNECT_TIMEOUT).then(
        () => true,
        () => false,
      );
    };
    // The guest only learns that the port is open again if that happens once its driver has resumed.
    await until('wake-up', answered, Boolean, { timeout: BOOT_TIMEOUT });
  }

  #count(event: string): number {
    return this.#qmp.events.filter(name => name === event).length;
  }

  /** The last lines of the guest's console. */
  console(): string {
    if (!existsSync(this.#files.console)) return '';
    return readFileSync(this.#files.console, 'utf8').trimEnd().split('\n').slice(-CONSOLE_TAIL).join('\n');
  }

  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.ended;
  }

  #release(): void {
    const reason = new Error('the guest has ended');
    this.physics.stop();
    this.#standBack();
    this.#agent.close(reason);
    this.#qmp.close(reason);
    this.page.close();
  }
}
