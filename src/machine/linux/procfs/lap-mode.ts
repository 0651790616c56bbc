import { type FSWatcher, readFileSync, watch } from 'node:fs';

/** The driver may be loaded after us. */
const betweenTriesMs = 30_000;

/** Whether the firmware takes the machine to lie on a lap, where it keeps it slower (ThinkPads). The kernel tells of a change, so nothing is polled. */
export class LapMode {
  private readonly path: string;
  private readonly changed: () => void;
  private watcher: FSWatcher | undefined;
  private triedAt = Number.NEGATIVE_INFINITY;
  private on = false;

  constructor(path: string, changed: () => void) {
    this.path = path;
    this.changed = changed;
  }

  detected(): boolean {
    const now = performance.now();
    if (this.watcher === undefined && now - this.triedAt >= betweenTriesMs) {
      this.triedAt = now;
      this.begin();
    }
    return this.on;
  }

  close(): void {
    this.triedAt = Number.POSITIVE_INFINITY;
    this.watcher?.close();
    this.watcher = undefined;
  }

  private begin(): void {
    try {
      this.watcher = watch(this.path, { persistent: false }, () => this.read());
      this.watcher.on('error', () => this.end());
      this.read();
    } catch {
      this.end();
    }
  }

  private read(): void {
    const before = this.on;
    try {
      this.on = readFileSync(this.path, 'utf8').trim() === '1';
    } catch {
      // Its driver was unloaded.
      this.end();
    }
    if (this.on !== before) this.changed();
  }

  private end(): void {
    this.watcher?.close();
    this.watcher = undefined;
    this.on = false;
  }
}
