import { parentPort, workerData } from 'node:worker_threads';
import type { Retention } from '../retention.js';
import { RetryingWriter } from '../writer/retrying-writer.js';
import type { Command, Reply } from './messages.js';
import { Unpacker } from './wire.js';

/** Every half an hour that the machine is awake: a laptop may never be awake for longer. A calendar would cost 10 MiB for its time zones. */
const betweenRetentionsMs = 1_800_000;

export interface ThreadData {
  readonly path: string;
  readonly retention: Retention;
}

/** Entry of the writer's thread. SQLite may block here for as long as the disk does, without delay to the daemon's ticks and leases. */
function serve(port: NonNullable<typeof parentPort>, { path, retention }: ThreadData): void {
  const writer = new RetryingWriter(path, Date.now);
  const unpacker = new Unpacker();
  let retry: NodeJS.Timeout | undefined;

  const reply = (kind: Reply['kind']): void => {
    const message: Reply = { kind, health: writer.health() };
    port.postMessage(message);
    if (writer.retryInMs === undefined || retry !== undefined) return;
    retry = setTimeout(() => {
      retry = undefined;
      writer.retry();
      reply('health');
    }, writer.retryInMs);
  };

  let run: Generator<void> | undefined;
  let next: NodeJS.Immediate | undefined;
  const step = (): void => {
    if (run?.next().done === false) {
      // Batches that came meanwhile are written first.
      next = setImmediate(step);
      return;
    }
    run = undefined;
    reply('health');
  };
  const timer = setInterval(() => {
    if (run !== undefined) return;
    run = writer.retain(retention);
    step();
  }, betweenRetentionsMs);

  port.on('message', (command: Command) => {
    switch (command.kind) {
      case 'begin':
        writer.begin(command.run);
        return reply('done');
      case 'write':
        writer.write(unpacker.unpack(command.packed));
        return reply('done');
      case 'inventory':
        writer.inventory(command.facts);
        return reply('done');
      case 'close':
        writer.close();
        clearTimeout(retry);
        clearInterval(timer);
        clearImmediate(next);
        port.postMessage({ kind: 'closed', health: writer.health() } satisfies Reply);
        port.close();
    }
  });
}

if (parentPort !== null) serve(parentPort, workerData as ThreadData);
