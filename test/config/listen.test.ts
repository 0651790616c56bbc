import { expect, it } from 'vitest';
import { parseListen, parsePort } from '../../src/config/listen.js';

it.each([
  ['127.0.0.1:9847', { host: '127.0.0.1', port: 9847 }],
  ['[::1]:80', { host: '::1', port: 80 }],
  ['localhost:1', { host: 'localhost', port: 1 }],
  ['unix:/run/lattice/metrics.sock', { path: '/run/lattice/metrics.sock' }],
  ['0.0.0.0:9847', undefined],
  ['192.168.1.2:9847', undefined],
  ['[::]:9847', undefined],
  ['127.0.0.1', undefined],
  ['127.0.0.1:0', undefined],
  ['127.0.0.1:65536', undefined],
  ['localhost.evil.example:80', undefined],
  ['unix:metrics.sock', undefined],
  ['', undefined],
])('%s', (text, listen) => {
  expect(parseListen(text)).toEqual(listen);
});

it.each([
  ['127.0.0.1:9188', { host: '127.0.0.1', port: 9188 }],
  ['[::1]:9188', { host: '::1', port: 9188 }],
  ['unix:/run/lattice/web.sock', undefined],
  ['0.0.0.0:9188', undefined],
  ['192.168.1.2:9188', undefined],
  ['9188', undefined],
])('the page at %s', (text, listen) => {
  expect(parsePort(text)).toEqual(listen);
});
