import { type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

interface Answer {
  readonly code: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

interface Question {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks as nobody but us would: `fetch` sets the host itself. */
export const ask = (port: number, { method = 'GET', path = '/', headers = {}, body }: Question = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, response => {
      let text = '';
      response.setEncoding('utf8').on('data', part => {
        text += part;
      });
      response.on('end', () => resolve({ code: response.statusCode ?? 0, headers: response.headers, text }));
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });

/** A change as our own page sends it. */
export const change = (port: number, token: string | undefined, body: string, headers = {}): Promise<Answer> =>
  ask(port, {
    method: 'POST',
    path: '/change',
    headers: {
      origin: `http://127.0.0.1:${port}`,
      'content-type': 'application/json',
      ...(token === undefined ? {} : { 'x-lattice-token': token }),
      ...headers,
    },
    body,
  });

export interface Stream {
  readonly socket: Socket;
  readonly received: () => string;
  /** What events of that name brought, oldest first. */
  readonly events: (name: string) => unknown[];
}

/** A page that listens, as a bare socket. */
export function listen(port: number): Stream {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let text = '';
  socket.setEncoding('utf8').on('data', part => {
    text += part;
  });
  socket.on('error', () => undefined);
  socket.write(`GET /events HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`);
  return {
    socket,
    received: () => text,
    events: name =>
      [...text.replace(/\r\n[0-9a-f]+\r\n/g, '').matchAll(/event: (\w+)\ndata: (.*)\n\n/g)].flatMap(([, of, data]) =>
        of === name ? [JSON.parse(data ?? 'null')] : [],
      ),
  };
}
