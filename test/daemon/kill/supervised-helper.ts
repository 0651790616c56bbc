import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { injectorForTest } from '../../fixtures/errno/injector.js';
import { listening } from '../../fixtures/listening.js';
import { folderForTest } from '../../fixtures/scratch.js';
import type { Machine } from './machines.js';

const run = promisify(execFile);

/** The helper as its unit keeps it: on a socket, `--restore` after its end whatever ended it, and started anew. */
export class SupervisedHelper {
  readonly socket: string;
  private readonly program: string;
  private readonly args: readonly string[];
  private child: ChildProcess | undefined;

  constructor({ tree, standIn }: Machine) {
    const runtimeDir = folderForTest('helper-run');
    this.socket = join(runtimeDir, 'helper.sock');
    this.program = injectorForTest(tree).wrapper;
    const smi = standIn === undefined ? [] : ['--nvidia-smi', standIn.path];
    this.args = ['--root', tree.root, '--runtime-dir', runtimeDir, ...smi];
    onTestFinished(() => void this.child?.kill('SIGKILL'));
  }

  async start(): Promise<void> {
    this.child = spawn(this.program, ['--socket', this.socket, ...this.args], { stdio: 'ignore' });
    await listening(this.socket);
  }

  signal(name: NodeJS.Signals): void {
    this.child?.kill(name);
  }

  get lives(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Once it has ended, what the unit does then (ExecStopPost). Rejects where that fails. */
  async stopPost(): Promise<void> {
    if (this.lives && this.child !== undefined) await once(this.child, 'exit');
    await run(this.program, ['--restore', ...this.args]);
  }

  /** The next helper takes the place of a dead one’s socket. */
  async restart(): Promise<void> {
    const dead = this.child?.pid;
    await this.start();
    if (this.child?.pid === dead) throw new Error('expected another process');
  }
}
