import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

interface Message {
  return?: unknown;
  error?: { class: string; desc: string };
  event?: string;
}

type Waiting = { resolve: (value: unknown) => void; reject: (error: Error) => void };

/** QEMU's own control channel: answers come in the order of the commands, events in between. */
export class Qmp {
  readonly #socket: Socket;
  readonly #waiting: Waiting[] = [];
  /** Names of the events seen so far, oldest first. */
  readonly events: string[] = [];

  private constructor(socket: Socket) {
    this.#socket = socket;
    createInterface({ input: socket }).on('line', line => this.#receive(JSON.parse(line) as Message));
    socket.on('error', error => this.close(error));
  }

  static async open(path: string): Promise<Qmp> {
    const qmp = new Qmp(connect(path));
    await qmp.send('qmp_capabilities');
    return qmp;
  }

  send(command: string, args: Record<string, unknown> = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`);
    });
  }

  close(reason: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(reason);
    this.#socket.destroy();
  }

  #receive(message: Message): void {
    if (message.event) this.events.push(message.event);
    else if ('return' in message) this.#waiting.shift()?.resolve(message.return);
    else if (message.error) this.#waiting.shift()?.reject(new Error(`qmp: ${message.error.desc}`));
  }
}
