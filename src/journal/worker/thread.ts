import { parentPort, workerData } from 'node:worker_threads';
import type { Retention } from '../retention.js';
import { RetryingWriter } from '../writer/retrying-writer.js';
import type { Order, Report } from './messages.js';
import { Unpacker } from './wire.js';

/** Twice in each hour that the machine is awake: a laptop may never be for longer. No calendar is needed, and one would cost 10 MiB for its time zones. */
const betweenRetentionsMs = 1_800_000;

export interface ThreadData {
  readonly path: string;
  readonly keep: Retention;
}

/** Entry of the writer's thread: SQLite may block here for as long as the disk does, the daemon's ticks and leases don't notice. */
function serve(port: NonNullable<typeof parentPort>, { path, keep }: ThreadData): void {
  const writer = new RetryingWriter(path, Date.now);
  const unpacker = new Unpacker();
  let retry: NodeJS.Timeout | undefined;

  const report = (kind: Report['kind']): void => {
    const message: Report = { kind, health: writer.health() };
    port.postMessage(message);
    if (writer.retryInMs === undefined || retry !== undefined) return;
    retry = setTimeout(() => {
      retry = undefined;
      writer.retry();
      report('health');
    }, writer.retryInMs);
  };

  let turn: Generator<void> | undefined;
  let next: NodeJS.Immediate | undefined;
  const step = (): void => {
    if (turn?.next().done === false) {
      // Batches that have come meanwhile are written first.
      next = setImmediate(step);
      return;
    }
    turn = undefined;
    report('health');
  };
  const retention = setInterval(() => {
    if (turn !== undefined) return;
    turn = writer.retain(keep);
    step();
  }, betweenRetentionsMs);

  port.on('message', (order: Order) => {
    switch (order.kind) {
      case 'begin':
        writer.begin(order.run);
        return report('done');
      case 'write':
        writer.write(unpacker.unpack(order.packed));
        return report('done');
      case 'inventory':
        writer.inventory(order.facts);
        return report('done');
      case 'close':
        writer.close();
        clearTimeout(retry);
        clearInterval(retention);
        clearImmediate(next);
        port.postMessage({ kind: 'closed', health: writer.health() } satisfies Report);
        port.close();
    }
  });
}

if (parentPort !== null) serve(parentPort, workerData as ThreadData);
