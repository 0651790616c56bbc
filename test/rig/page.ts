import { closeSync, openSync, readdirSync, readlinkSync, readSync, writeSync } from 'node:fs';
import { layout } from './layout.js';

const BYTES = layout('HOST_CPU') + layout('CPUS') * layout('CPU_STRIDE');

/**
 * The page that host and guest share, seen from the host. `host` is what physics is about to publish; `guest` is what the
 * guest's drivers had written at the last pull.
 */
export class SharedPage {
  readonly host = Buffer.alloc(BYTES);
  readonly guest = Buffer.alloc(BYTES);
  readonly #fd: number;

  constructor(file: string) {
    this.#fd = openSync(file, 'r+');
    this.push();
    this.forget();
  }

  /** Guest RAM is a memfd of QEMU's: it needs no room in a file system and vanishes with the process. */
  static ofProcess(pid: number): SharedPage {
    const folder = `/proc/${pid}/fd`;
    const fd = readdirSync(folder).find(name => readlinkSync(`${folder}/${name}`).includes('memfd:memory-backend'));
    if (fd === undefined) throw new Error(`process ${pid} has no memory backend open`);
    return new SharedPage(`${folder}/${fd}`);
  }

  pull(): void {
    readSync(this.#fd, this.guest, 0, BYTES, layout('BASE') + layout('GUEST_PAGE'));
  }

  /** Zeroes what the guest wrote, as registers do that lose power: what is there later was written since. */
  forget(): void {
    this.guest.fill(0);
    writeSync(this.#fd, this.guest, 0, BYTES, layout('BASE') + layout('GUEST_PAGE'));
  }

  push(): void {
    writeSync(this.#fd, this.host, 0, BYTES, layout('BASE'));
  }

  close(): void {
    closeSync(this.#fd);
  }
}
