/** Where metrics are served: a unix socket, or a port that only this machine reaches. */
export type Listen = { readonly path: string } | { readonly host: string; readonly port: number };

export const listenWords = '"127.0.0.1:9847", "[::1]:9847" or "unix:/run/lattice/metrics.sock"';

/** A port that only this machine reaches. */
export type ListenPort = Exclude<Listen, { readonly path: string }>;

export const pageWords = '"127.0.0.1:9188" or "[::1]:9188": the page is for browsers on this machine only';

/** The port that a text names; undefined when it is none of this machine alone. */
export function parsePort(text: string): ListenPort | undefined {
  const listen = parseListen(text);
  return listen === undefined || 'path' in listen ? undefined : listen;
}

/** What a text names; undefined when it is none of these: what a machine uses and how it is used is nobody's business on a network. */
export function parseListen(text: string): Listen | undefined {
  const [, path] = /^unix:(\/.+)$/.exec(text) ?? [];
  if (path !== undefined) return { path };
  const [, host, port] = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]|localhost):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) return undefined;
  return { host: host.replace(/[[\]]/g, ''), port: Number(port) };
}
