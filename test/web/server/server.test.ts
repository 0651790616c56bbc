import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ask, change } from '../asking.js';
import { servedPage } from '../serving.js';

describe('the page’s server', () => {
  it('gives one page with a strict policy, within 150 KiB', async () => {
    const { port } = await servedPage();
    const { code, headers, text } = await ask(port);
    expect(code).toBe(200);
    expect(Buffer.byteLength(text)).toBeLessThan(150 * 1024);
    const policy = headers['content-security-policy'];
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-\S+' 'sha256-\S+'; style-src 'sha256-\S+'; connect-src 'self'/,
    );
    expect(policy).not.toMatch(/unsafe|\*|http/);
    expect(headers).toMatchObject({
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    // What is in it asks nobody: no element or style names another address.
    expect(text).not.toMatch(/(src|href|action|url)\s*[=(]\s*["']?(https?:)?\/\//i);
  });

  it('changes what it is asked to, for who shows the token', async () => {
    const { port, token, source } = await servedPage();
    const { code, text } = await change(port, token, '{"op":"set","profile":"power-saver"}');
    expect([code, JSON.parse(text).profile]).toEqual([200, 'balanced']);
    await change(port, token, '{"op":"override","max":2400000,"for":900}');
    await change(port, token, '{"op":"clear","override":4}');
    expect(source.changes.map(c => c.change)).toMatchObject([
      { op: 'set', profile: 'power-saver' },
      { op: 'override', wish: { max: 2_400_000 }, lasting: { for: 900 } },
      { op: 'clear', override: 4 },
    ]);
    // The kernel says who: the process that serves, and no claim of a browser's.
    expect(source.changes[0]?.who.pid).toBe(process.pid);
  });

  it('changes nothing without the token, from another origin or host, or by another method', async () => {
    const { port, token, source } = await servedPage();
    const body = '{"op":"set","profile":"performance"}';
    expect((await change(port, undefined, body)).code).toBe(403);
    expect((await change(port, `${token.slice(0, -1)}!`, body)).code).toBe(403);
    expect((await change(port, token, body, { origin: 'https://evil.example' })).code).toBe(403);
    expect((await change(port, token, body, { host: `evil.example:${port}` })).code).toBe(403);
    expect((await change(port, token, body, { 'sec-fetch-site': 'cross-site' })).code).toBe(403);
    expect((await change(port, token, body, { 'content-type': 'text/plain' })).code).toBe(415);
    expect((await ask(port, { path: `/change?token=${token}` })).code).toBe(404);
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH'])
      expect((await ask(port, { method, path: '/' })).code).toBe(405);
    expect(source.changes).toEqual([]);
  });

  it('refuses what the page does not offer, with what was expected', async () => {
    const { port, token, source } = await servedPage();
    const said = async (body: string): Promise<[number, string]> => {
      const { code, text } = await change(port, token, body);
      return [code, JSON.parse(text).error];
    };
    expect(await said('{')).toEqual([400, 'not JSON, expected one object']);
    expect(await said('[]')).toEqual([400, 'expected one object']);
    expect(await said('{"op":"hold","profile":"performance","reason":"r","app":"a"}')).toEqual([
      400,
      'op, expected set, override, clear',
    ]);
    expect((await said('{"op":"set","profile":"fast"}'))[1]).toContain('expected performance, balanced, power-saver');
    expect(await said('{"op":"override","max":2400000,"connected":true}')).toEqual([
      400,
      'expected an override for some seconds',
    ]);
    expect(source.changes).toEqual([]);
  });

  it('takes no long body, no long address, no long head', async () => {
    const { port, token, source } = await servedPage();
    expect((await change(port, token, `{"op":"set","profile":"${'x'.repeat(8192)}"}`)).code).toBe(413);
    expect((await ask(port, { path: `/${'x'.repeat(300)}` })).code).toBe(404);
    expect((await ask(port, { headers: { cookie: 'x'.repeat(20_000) } })).code).toBe(431);
    expect(source.changes).toEqual([]);
  });

  it('takes a few changes at once and no flood of them', async () => {
    const { port, token, source } = await servedPage();
    const codes: number[] = [];
    for (let i = 0; i < 60; i++) codes.push((await change(port, token, '{"op":"clear","override":"all"}')).code);
    expect(codes.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 200));
    // However slow the machine is, five a second is less than it can ask for.
    expect(source.changes.length).toBe(codes.filter(code => code === 200).length);
    expect((await change(port, 'wrong', '{}')).code).toBe(403);
  });

  it('lets nobody change anything over the daemon’s socket for readers', async () => {
    const { port, token, source } = await servedPage(undefined, true);
    const { code, text } = await change(port, token, '{"op":"set","profile":"performance"}');
    expect([code, JSON.parse(text).error]).toEqual([400, expect.stringContaining('no permission here')]);
    expect(source.changes).toEqual([]);
  });

  it('answers what is no request, and goes on', async () => {
    const { port } = await servedPage();
    for (const bytes of [
      '\0\xff\r\n\r\n',
      'GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n',
      'GET http://evil.example/ HTTP/1.1\r\n\r\n',
    ]) {
      const socket = connect(port, '127.0.0.1');
      const ended = new Promise<void>(resolve => socket.once('close', () => resolve()));
      socket.on('error', () => undefined).resume();
      socket.end(bytes);
      await ended;
    }
    expect((await ask(port)).code).toBe(200);
  });

  it('says that there is no journal, and of an unknown span what was expected', async () => {
    const { port } = await servedPage();
    expect(await ask(port, { path: '/history?span=day' })).toMatchObject({
      code: 503,
      text: '{"error":"no journal here"}',
    });
    expect((await ask(port, { path: '/history?span=__proto__' })).code).toBe(400);
    expect((await ask(port, { path: '/history' })).code).toBe(400);
  });
});
