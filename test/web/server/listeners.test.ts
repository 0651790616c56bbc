import { createServer, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { Listeners } from '../../../src/web/server/listeners.js';
import { eventually } from '../../fixtures/eventually.js';

const megabyte = 1 << 20;

/** Pages that listen, and what the server holds of each. */
async function listening(clock: () => number) {
  const changes: boolean[] = [];
  const listeners = new Listeners(some => void changes.push(some), clock);
  const responses: ServerResponse[] = [];
  const server = createServer((_, response) => {
    responses.push(response);
    listeners.add(response, {}, []);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    listeners.close();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const page = async (): Promise<Socket> => {
    const before = listeners.count;
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    await eventually(() => expect(listeners.count).toBe(before + 1));
    return socket;
  };
  return { listeners, responses, changes, page };
}

it('is told of the first page and of the end of the last', async () => {
  const { changes, page } = await listening(() => 0);
  const [one, two] = [await page(), await page()];
  one.destroy();
  two.destroy();
  await eventually(() => expect(changes).toEqual([true, false]));
});

it('leaves out a page that does not read: one event at most waits for it, and others get each', async () => {
  const { listeners, responses, page } = await listening(() => 0);
  const [deaf, hearing] = [await page(), await page()];
  deaf.pause();
  let heard = 0;
  hearing.on('data', part => {
    heard += part.length;
  });
  const rounds = 40;
  for (let i = 1; i <= rounds; i++) {
    listeners.tell('x'.repeat(megabyte));
    await eventually(() => expect(heard).toBeGreaterThanOrEqual(i * megabyte));
    await eventually(() => expect(responses[1]?.writableLength).toBe(0));
  }
  expect(responses[0]?.writableLength).toBeLessThan(1.1 * megabyte);
  expect(responses[0]?.writableLength).toBeGreaterThan(0);
  let late = '';
  deaf.setEncoding('latin1').on('data', part => {
    late = `${late}${part}`.slice(-20);
  });
  deaf.resume();
  await eventually(() => {
    listeners.tell('newest');
    expect(late).toContain('newest');
  });
});

it('drops a page that has read nothing for 30 s', async () => {
  let now = 0;
  const { listeners, responses, page } = await listening(() => now);
  (await page()).pause();
  // It is full when the kernel takes no more of it.
  await eventually(async () => {
    listeners.tell('x'.repeat(megabyte));
    await new Promise(setImmediate);
    expect(responses[0]?.writableLength).toBeGreaterThan(0);
  });
  now = 29_000;
  listeners.tell('1');
  expect(listeners.count).toBe(1);
  now = 31_000;
  listeners.tell('2');
  await eventually(() => expect(listeners.count).toBe(0));
});
