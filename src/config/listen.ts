/** Where metrics are served: a unix socket, or a port that only this machine reaches. */
export type Listen = { readonly path: string } | { readonly host: string; readonly port: number };

export const listenWords = '"127.0.0.1:9847", "[::1]:9847" or "unix:/run/lattice/metrics.sock"';

/** What a text names; undefined when it is none of these: what a machine uses and how it is used is nobody's business on a network. */
export function parseListen(text: string): Listen | undefined {
  const [, path] = /^unix:(\/.+)$/.exec(text) ?? [];
  if (path !== undefined) return { path };
  const [, host, port] = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]|localhost):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) return undefined;
  return { host: host.replace(/[[\]]/g, ''), port: Number(port) };
}
