import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { madeStatus } from '../../control/made.js';
import { eventually } from '../../fixtures/eventually.js';
import { ask, listen } from '../asking.js';
import { servedPage } from '../serving.js';

interface Told {
  readonly at: number;
  readonly profile: string;
}

describe('the stream of events', () => {
  it('tells a page how things stand at once, and each tick after', async () => {
    const { port, source } = await servedPage();
    const page = listen(port);
    await eventually(() => expect(page.events('now')).toHaveLength(1));
    source.tick(madeStatus({ now: madeStatus().now + 1000, profile: 'performance' }));
    await eventually(() => expect((page.events('now').at(-1) as Told).profile).toBe('performance'));
  });

  it('listens to the daemon only while somebody looks, and once for all who do', async () => {
    const { port, source } = await servedPage();
    expect(source.listeners.size).toBe(0);
    const pages = Array.from({ length: 100 }, () => listen(port));
    for (const page of pages) await eventually(() => expect(page.events('now').length).toBeGreaterThan(0));
    expect(source.listeners.size).toBe(1);
    const before = source.asked;
    source.tick(madeStatus({ now: madeStatus().now + 60_000 }));
    for (const page of pages)
      await eventually(() => expect((page.events('now').at(-1) as Told).at).toBe(madeStatus().now + 60_000));
    expect(source.asked - before).toBe(1);
    for (const { socket } of pages) socket.destroy();
    await eventually(() => expect(source.listeners.size).toBe(0));
  });

  it('says that the daemon is away, and goes on when it is back', async () => {
    const { port, source, daemonGoes } = await servedPage();
    const page = listen(port);
    await eventually(() => expect(page.events('now')).toHaveLength(1));
    const begin = await daemonGoes();
    await eventually(() => expect(page.events('away').length).toBeGreaterThan(0));
    source.now = madeStatus({ now: madeStatus().now + 5000, profile: 'power-saver' });
    await begin();
    await eventually(() => expect((page.events('now').at(-1) as Told).profile).toBe('power-saver'));
  });

  it('takes 128 pages, and asks the next to come back', async () => {
    const { port } = await servedPage();
    const pages = Array.from({ length: 128 }, () => listen(port));
    for (const page of pages) await eventually(() => expect(page.received()).toContain('200 OK'));
    expect((await ask(port, { path: '/events' })).code).toBe(503);
    expect((await ask(port)).code).toBe(200);
    pages[0]?.socket.destroy();
    const next = await eventually(async () => {
      const page = listen(port);
      await eventually(() => expect(page.received()).toMatch(/^HTTP/));
      expect(page.received()).toContain('200 OK');
      return page;
    });
    expect(next.socket.destroyed).toBe(false);
  });

  it('drops connections beyond 256', async () => {
    const { port } = await servedPage();
    const idle = Array.from({ length: 256 }, () => connect(port, '127.0.0.1'));
    for (const socket of idle) socket.on('error', () => undefined);
    await Promise.all(idle.map(socket => once(socket, 'connect')));
    await eventually(async () => {
      const more = connect(port, '127.0.0.1');
      more.on('error', () => undefined).resume();
      await once(more, 'close');
    });
    for (const socket of idle) socket.destroy();
    await eventually(async () => expect((await ask(port)).code).toBe(200));
  });
});
