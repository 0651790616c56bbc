/**
 * Who runs on GPUs, by `nvidia-smi pmon`.
 *
 * 1. One long-lived child for each four GPUs, which older drivers allow at most. It prints a line a process each 10 s, with the share of that time.
 * 2. It runs only while GPUs are busy and somebody wants to know: it keeps the driver awake.
 * 3. When one ends by itself all end, and are started again after 10 s, then twice as long each time, up to 10 min; a row starts at 10 s again. Nothing
 *    for three cycles is a hang: it is killed, and as long as one has not ended no other is started.
 * What a driver can't tell is missing, and costs nothing else.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { columnsOf, type ProcessColumns, type ProcessRow, processRow } from './process-row.js';

const usualCycle = 10;
const mostGpus = 4;
const longestDelay = 600;
const patientCycles = 3;
/** A line longer than this is none of nvidia-smi's. */
const longestLine = 64 * 1024;

type Take = (row: ProcessRow, seconds: number) => void;

export class GpuProcesses {
  private readonly path: string;
  private readonly take: Take;
  /** s */
  private readonly cycle: number;
  private readonly children = new Set<ChildProcess>();
  private wanted: readonly number[] = [];
  /** The children are of other GPUs than are wanted now. */
  private changed = false;
  private delay: number;
  private timer: NodeJS.Timeout | undefined;

  /** `take` is called for each process of a cycle, whose length is told in s. */
  constructor(path: string, take: Take, cycle = usualCycle) {
    this.path = path;
    this.take = take;
    this.cycle = cycle;
    this.delay = cycle;
  }

  /** Follows the GPUs of these numbers of nvidia-smi's, and no others. */
  follow(indexes: readonly number[]): void {
    const sorted = [...indexes].sort((a, b) => a - b);
    if (sorted.join() === this.wanted.join()) return;
    this.wanted = sorted;
    this.changed = true;
    if (this.children.size === 0) this.open();
    else this.kill();
  }

  private open(): void {
    clearTimeout(this.timer);
    this.changed = false;
    for (let from = 0; from < this.wanted.length; from += mostGpus)
      this.start(this.wanted.slice(from, from + mostGpus));
    if (this.children.size > 0) this.watch();
  }

  private start(indexes: readonly number[]): void {
    const args = ['pmon', '-i', indexes.join(','), '-s', 'u', '-d', `${this.cycle}`];
    // A group of its own: Ctrl-C in a terminal is the daemon's to act on.
    const child = spawn(this.path, args, { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    this.children.add(child);
    let [columns, rest]: [ProcessColumns | undefined, string] = [undefined, ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = (lines.pop() ?? '').slice(-longestLine);
      for (const line of lines) {
        columns = columnsOf(line) ?? columns;
        if (columns !== undefined && !this.changed) this.line(line, columns);
      }
    });
    const ended = (): void => this.ended(child);
    child.once('error', ended).once('close', ended);
  }

  private line(line: string, columns: ProcessColumns): void {
    this.watch();
    const row = processRow(line, columns);
    if (row === undefined) return;
    this.delay = this.cycle;
    this.take(row, this.cycle);
  }

  private watch(): void {
    this.after(patientCycles * this.cycle, () => this.kill());
  }

  private ended(child: ChildProcess): void {
    if (!this.children.delete(child)) return;
    if (this.children.size > 0) {
      this.kill();
      return;
    }
    this.after(this.changed ? 0 : this.delay, () => this.open());
    if (!this.changed) this.delay = Math.min(longestDelay, this.delay * 2);
  }

  private after(seconds: number, then: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(then, seconds * 1000);
    this.timer.unref();
  }

  /** SIGKILL, since a hung one is deaf to others. */
  private kill(): void {
    for (const child of this.children) child.kill('SIGKILL');
  }
}
