import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Listen } from '../../config/listen.js';
import { messageOf } from '../../control/protocol/errors.js';
import type { Status } from '../../control/protocol/status.js';
import { EnergyTotals } from './energy-totals.js';
import { exposition } from './exposition.js';
import { HealthTotals } from './health-totals.js';
import { UsageTotals } from './usage-totals.js';

/** Host names allowed in a request to a loopback address. This keeps out a web page that made its own name resolve to this address. */
const ownNames = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/;

/** `GET /metrics` for Prometheus and compatible readers. */
export class MetricsEndpoint {
  readonly totals: EnergyTotals;
  readonly usage = new UsageTotals();
  /** Of GPUs: the time is that in which an application's kernels ran. */
  readonly gpuUsage = new UsageTotals();
  readonly health = new HealthTotals();
  private readonly server: Server;
  private readonly listenAt: Listen;

  constructor(listenAt: Listen, status: () => Status) {
    this.listenAt = listenAt;
    this.totals = new EnergyTotals();
    this.server = createServer((request, response) => {
      this.answer(request, response, status).catch((error: unknown) => {
        response.writeHead(503).end(`${messageOf(error)}\n`);
      });
    });
    this.server.requestTimeout = 5000;
    this.server.maxConnections = 64;
  }

  /** Rejects if it cannot listen. */
  listen(): Promise<void> {
    const { listenAt } = this;
    // A socket left by a daemon that was killed; the control socket has ensured that no other daemon runs.
    if ('path' in listenAt) rmSync(listenAt.path, { force: true });
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(listenAt, () => {
        this.server.removeListener('error', reject);
        this.server.on('error', () => undefined);
        resolve();
      });
    });
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse, status: () => Status): Promise<void> {
    const { method = '', url = '', headers } = request;
    if (!('path' in this.listenAt) && !ownNames.test(headers.host ?? '')) return refuse(response, 403, 'not this host');
    if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405, 'expected GET');
    if (url.split('?')[0] !== '/metrics') return refuse(response, 404, 'expected /metrics');
    const openMetrics = (headers.accept ?? '').includes('application/openmetrics-text');
    const { type, text } = await exposition(status(), this, openMetrics);
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(method === 'HEAD' ? '' : text);
  }
}

function refuse(response: ServerResponse, code: number, why: string): void {
  response.writeHead(code, { 'content-type': 'text/plain' }).end(`${why}\n`);
}
