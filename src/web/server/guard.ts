/**
 * Who may ask for what. The page is for browsers on this machine, so anything that a foreign page could have sent is refused:
 *
 * 1. Host must be a loopback name with our own port. A page whose own name was made to resolve to us (DNS rebinding) has its own there.
 * 2. An Origin must be ours. A change must have one: browsers send it with every POST, whoever's page it is.
 * 3. What a browser calls cross-site (Sec-Fetch-Site) gets the page at most, which holds no data: links to it work.
 * 4. Only GET and POST exist, and POST only carries JSON, which no form of another page can send.
 */

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** Sec-Fetch-Site. */
  readonly site: string | undefined;
  readonly type: string | undefined;
}

export interface Refusal {
  readonly code: number;
  readonly why: string;
}

const ownNames = ['127.0.0.1', 'localhost', '[::1]'];

/** Why a request is refused; undefined where it may be answered. `port` is ours. */
export function refusalOf({ method, path, host, origin, site, type }: Asked, port: number): Refusal | undefined {
  const own = ownNames.map(name => `${name}:${port}`);
  const called = host?.toLowerCase();
  if (called === undefined || !own.includes(called)) return { code: 403, why: 'not this host' };
  if (method !== 'GET' && method !== 'POST') return { code: 405, why: 'expected GET or POST' };
  if (origin !== undefined && origin.toLowerCase() !== `http://${called}`)
    return { code: 403, why: 'another page may not ask here' };
  const foreign = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (foreign && !(method === 'GET' && path === '/')) return { code: 403, why: 'another page may not ask here' };
  if (method === 'GET') return undefined;
  if (origin === undefined) return { code: 403, why: 'a change needs the origin of its page' };
  if (!/^application\/json\s*(;|$)/i.test(type ?? '')) return { code: 415, why: 'expected application/json' };
  return undefined;
}
