import { describe, expect, it } from 'vitest';
import { type Asked, refusalOf } from '../../../src/web/server/guard.js';

const port = 9188;
const get: Asked = {
  method: 'GET',
  path: '/history',
  host: `127.0.0.1:${port}`,
  origin: undefined,
  site: undefined,
  type: undefined,
};
const post: Asked = {
  ...get,
  method: 'POST',
  path: '/change',
  origin: `http://127.0.0.1:${port}`,
  site: 'same-origin',
  type: 'application/json',
};
const codeOf = (asked: Asked): number | undefined => refusalOf(asked, port)?.code;

describe('the guard', () => {
  it('lets our own page ask and change, by each name of this machine', () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST']) {
      expect(codeOf({ ...get, host: `${name}:${port}` })).toBeUndefined();
      expect(codeOf({ ...post, host: `${name}:${port}`, origin: `http://${name}:${port}` })).toBeUndefined();
    }
  });

  it.each([
    ['a name that was made to resolve to us', 'evil.example:9188'],
    ['our address with another port', '127.0.0.1:80'],
    ['our address without a port', '127.0.0.1'],
    ['a name that begins with ours', '127.0.0.1:9188.evil.example'],
    ['an address of another kind', '0.0.0.0:9188'],
    ['none', undefined],
  ])('refuses a host that is %s', (_what, host) => {
    expect(codeOf({ ...get, host })).toBe(403);
    expect(codeOf({ ...post, host })).toBe(403);
  });

  it.each(['https://evil.example', 'null', 'http://127.0.0.1:80', 'https://127.0.0.1:9188', 'http://localhost:9188'])(
    'refuses the origin %s',
    origin => {
      expect(codeOf({ ...post, origin })).toBe(403);
      expect(codeOf({ ...get, origin })).toBe(403);
    },
  );

  it('refuses a change without an origin, or what a form could send', () => {
    expect(codeOf({ ...post, origin: undefined })).toBe(403);
    for (const type of [undefined, 'text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])
      expect(codeOf({ ...post, type })).toBe(415);
    expect(codeOf({ ...post, type: 'application/json; charset=utf-8' })).toBeUndefined();
  });

  it('gives what another page asks for no data, but follows its link to the page', () => {
    for (const site of ['cross-site', 'same-site']) {
      expect(codeOf({ ...get, site })).toBe(403);
      expect(codeOf({ ...get, site, path: '/events' })).toBe(403);
      expect(codeOf({ ...post, site })).toBe(403);
      expect(codeOf({ ...get, site, path: '/' })).toBeUndefined();
    }
    expect(codeOf({ ...get, site: 'none', path: '/' })).toBeUndefined();
  });

  it.each(['HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'get', ''])('knows no method %s', method => {
    expect(codeOf({ ...post, method })).toBe(405);
  });
});
