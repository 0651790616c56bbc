/**
 * The one long-lived nvidia-smi of a machine.
 *
 * 1. `nvidia-smi --query-gpu=… -lms 1000` prints a line a GPU each second until it is told to end: a call a sample would cost up to seconds each.
 * 2. Its pipe is read when a sample needs it, else every 5 s: each wake-up costs the engine more than the row in it. Of several rows that were
 *    read at once the newest is of now and each older one of a second before.
 * 3. A line that is no row is what it has to say: remembered, and told when it ends.
 * 4. Silence for 10 s, or rows whose time stands still, is a hang: it is killed. In a hung driver not even that ends it, and as long as it has
 *    not ended no other is started.
 * 5. When it has ended it is started again after 1 s, then twice as long each time, up to 60 s; a row starts at 1 s again.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { type Column, columnsFrom, refusedField, without } from './fields.js';
import { queryHelp } from './nvidia-smi.js';
import { type GpuRow, parseRow } from './row.js';

export const intervalMs = 1000;
const usualPatienceMs = 10_000;
const readMs = 5000;
const firstDelayMs = 1000;
const longestDelayMs = 60_000;
/** Rows that carry the same time; nvidia-smi prints one a second. */
const mostSameTimes = 10;
/** A line longer than this is none of nvidia-smi's. */
const longestLine = 64 * 1024;

export interface StreamEvents {
  /** A row, and how long ago it was printed, ms. */
  row(row: GpuRow, ago: number): void;
  /** It works no more, and why; undefined once it works again. Told once for each change. */
  trouble(why: string | undefined): void;
}

export class NvidiaSmiStream {
  private readonly path: string;
  private readonly events: StreamEvents;
  private readonly patienceMs: number;
  private columns: readonly Column[] | undefined;
  /** Uuids to ask for; undefined for all. */
  private only: readonly string[] | undefined;
  private wanted = false;
  private child: ChildProcess | undefined;
  /** Ended by us with nothing being wrong. */
  private dismissed: ChildProcess | undefined;
  private timer: NodeJS.Timeout | undefined;
  private delay = firstDelayMs;
  private reading: NodeJS.Timeout | undefined;
  private rest = '';
  private words = '';
  private why: string | undefined;
  private readonly times = new Map<string, { text: string; count: number }>();

  /** Silence for `patienceMs` is a hang. */
  constructor(path: string, events: StreamEvents, patienceMs = usualPatienceMs) {
    this.path = path;
    this.events = events;
    this.patienceMs = patienceMs;
  }

  get running(): boolean {
    return this.child !== undefined;
  }

  /** Streams rows of these GPUs, or of all. Safe to call again with what is wanted already. */
  start(only?: readonly string[]): void {
    const same = only?.join() === this.only?.join();
    if (this.wanted && same) return;
    this.wanted = true;
    this.only = only;
    if (this.child !== undefined) this.dismiss(this.child);
    else if (this.timer === undefined) void this.open();
  }

  /** Ends nvidia-smi, which would keep the GPU awake. */
  stop(): void {
    this.wanted = false;
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.child !== undefined) this.dismiss(this.child);
  }

  /** Reads what has been printed so far, then calls back: after two turns of the loop, without a wait. */
  gather(done: () => void): void {
    const output = this.child?.stdout;
    if (output === undefined || output === null) {
      done();
      return;
    }
    this.reading?.refresh();
    output.resume();
    setImmediate(() =>
      setImmediate(() => {
        // Before its first row it is listened to: an error should not wait.
        if (this.times.size > 0) output.pause();
        done();
      }),
    );
  }

  private dismiss(child: ChildProcess): void {
    this.dismissed = child;
    this.end(child);
  }

  private async open(): Promise<void> {
    this.columns ??= columnsFrom(await queryHelp(this.path));
    if (!this.wanted || this.child !== undefined) return;
    const { columns } = this;
    const which = this.only === undefined ? [] : ['-i', this.only.join(',')];
    const query = `--query-gpu=${columns.map(c => c.field).join(',')}`;
    const args = [...which, query, '--format=csv,noheader,nounits', '-lms', `${intervalMs}`];
    // A group of its own: Ctrl-C in a terminal is the daemon's to act on.
    const child = spawn(this.path, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    this.child = child;
    this.rest = '';
    this.words = '';
    this.times.clear();
    this.watch();
    child.stdout.setEncoding('utf8').on('data', (text: string) => this.take(child, text));
    clearInterval(this.reading);
    this.reading = setInterval(() => this.gather(() => undefined), readMs).unref();
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.remember(text));
    child.once('error', error => this.ended(child, `nvidia-smi at ${this.path}: ${error.message}`));
    child.once('close', (code, signal) =>
      this.ended(child, this.words || `nvidia-smi ended with ${signal ?? code} and said nothing`),
    );
  }

  private take(child: ChildProcess, text: string): void {
    if (this.child !== child || !this.wanted) return;
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    if (this.rest.length > longestLine) this.rest = '';
    const rows = lines.flatMap(line => this.line(child, line) ?? []);
    const later = new Map<string, number>();
    const ages = rows.map(() => 0);
    for (let i = rows.length - 1; i >= 0; i--) {
      const { uuid = '' } = rows[i] ?? {};
      const count = later.get(uuid) ?? 0;
      ages[i] = count * intervalMs;
      later.set(uuid, count + 1);
    }
    rows.forEach((row, i) => {
      this.events.row(row, ages[i] ?? 0);
    });
  }

  private line(child: ChildProcess, line: string): GpuRow | undefined {
    const row = parseRow(line, this.columns ?? []);
    if (row === undefined) {
      this.remember(line);
      return undefined;
    }
    if (this.stands(row)) {
      this.hung(child, 'nvidia-smi prints the same moment again and again');
      return undefined;
    }
    this.watch();
    this.delay = firstDelayMs;
    this.tell(undefined);
    return row;
  }

  private stands({ uuid, timestamp }: GpuRow): boolean {
    const last = this.times.get(uuid);
    if (timestamp === undefined || last?.text !== timestamp) {
      this.times.set(uuid, { text: timestamp ?? '', count: 1 });
      return false;
    }
    return ++last.count > mostSameTimes;
  }

  /** The first words count: what follows them is mostly advice. */
  private remember(text: string): void {
    const line = text
      .split('\n')
      .map(l => l.trim())
      .find(l => l !== '');
    if (line !== undefined && this.words === '') this.words = line.slice(0, 200);
  }

  private watch(): void {
    const { child } = this;
    if (this.timer !== undefined && child !== undefined) {
      this.timer.refresh();
      return;
    }
    this.timer = setTimeout(() => {
      if (this.child !== undefined) this.hung(this.child, `nvidia-smi said nothing for ${this.patienceMs / 1000} s`);
    }, this.patienceMs);
  }

  private hung(child: ChildProcess, why: string): void {
    this.words = why;
    this.tell(why);
    this.end(child);
  }

  /** SIGKILL, since a hung one is deaf to others, and it keeps nothing that could be lost. */
  private end(child: ChildProcess): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    // What it has said is of no interest any more, but only a pipe that flows comes to its end.
    child.stdout?.resume();
    child.kill('SIGKILL');
  }

  private ended(child: ChildProcess, why: string): void {
    if (this.child !== child) return;
    this.child = undefined;
    clearInterval(this.reading);
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.wanted) return;
    const refused = refusedField(this.words);
    if (refused !== undefined && this.columns?.some(c => c.field === refused && c.figure !== 'uuid')) {
      this.columns = without(this.columns, refused);
      void this.open();
      return;
    }
    const asked = this.dismissed === child;
    if (!asked) this.tell(why);
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        void this.open();
      },
      asked ? 0 : this.delay,
    );
    if (!asked) this.delay = Math.min(longestDelayMs, this.delay * 2);
  }

  private tell(why: string | undefined): void {
    if (this.why === why) return;
    this.why = why;
    this.events.trouble(why);
  }
}
