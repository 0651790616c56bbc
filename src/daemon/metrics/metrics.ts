import type { Listen } from '../../config/listen.js';
import { messageOf } from '../../control/protocol/errors.js';
import type { Status } from '../../control/protocol/status.js';
import type { TaskAccount } from '../../model/tasks/account.js';
import type { Work } from '../../model/tasks/work.js';
import type { Log } from '../log.js';
import type { LoopObserver, Ticked } from '../loop/observer.js';
import type { MetricsEndpoint } from './endpoint.js';

/** The Prometheus endpoint: loaded only if it is wanted, and a daemon without it still governs. */
export class Metrics implements LoopObserver {
  private readonly log: Log;
  private endpoint: MetricsEndpoint | undefined;

  constructor(log: Log) {
    this.log = log;
  }

  async start(listen: Listen | undefined, status: () => Status): Promise<void> {
    if (listen === undefined) return;
    const { MetricsEndpoint } = await import('./endpoint.js');
    const endpoint = new MetricsEndpoint(listen, status);
    try {
      await endpoint.listen();
      this.endpoint = endpoint;
    } catch (error) {
      this.log('warning', `no metrics are served: ${messageOf(error)}`);
    }
  }

  ticked({ tick, stages }: Pick<Ticked, 'tick' | 'stages'>): void {
    this.endpoint?.totals.follow(tick.reading);
    this.endpoint?.health.follow(tick.reading, stages.description);
  }

  restored(): void {
    if (this.endpoint !== undefined) this.endpoint.health.restores++;
  }

  used(account: TaskAccount, work: readonly Work[]): void {
    this.endpoint?.usage.follow(account, work);
    if (account.gpus === undefined) return;
    const { byApplication, idleJoules } = account.gpus;
    const uses = byApplication.map(({ name, joules, seconds }) => ({ name, joules, cpuSeconds: seconds, wakeups: 0 }));
    this.endpoint?.gpuUsage.follow({ byApplication: uses, idleJoules }, []);
  }

  close(): void {
    this.endpoint?.close();
  }
}
