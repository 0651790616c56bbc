/** Objects shared by the tasks of one rt-app run: mutexes, conditions and timers by name, with POSIX thread semantics. */
export interface Waiter {
  /** It may go on at `now` ms. */
  wake(now: number): void;
  /** It was called at `now` ms but was not waiting. */
  missed(now: number): void;
}

interface Condition {
  readonly waiter: Waiter;
  /** The mutex to take again before it goes on. */
  readonly mutex: string | undefined;
}

export class Resources {
  /** When each timer is next due, ms. */
  readonly timers = new Map<string, number>();
  private readonly owners = new Map<string, Waiter>();
  private readonly locking = new Map<string, Waiter[]>();
  private readonly waiting = new Map<string, Condition[]>();
  private readonly lastThere = new Map<string, Waiter>();

  /** Whether the mutex was free; if not, the caller waits for its turn. */
  lock(mutex: string, by: Waiter): boolean {
    if (!this.owners.has(mutex)) {
      this.owners.set(mutex, by);
      return true;
    }
    listOf(this.locking, mutex).push(by);
    return false;
  }

  /** Hands the mutex to the one that has waited longest. */
  unlock(mutex: string, by: Waiter, now: number): void {
    if (this.owners.get(mutex) !== by) return;
    this.owners.delete(mutex);
    const next = listOf(this.locking, mutex).shift();
    if (next === undefined) return;
    this.owners.set(mutex, next);
    next.wake(now);
  }

  /** The caller waits for a signal, and releases the mutex meanwhile. */
  wait(condition: string, by: Waiter, now: number, mutex?: string): void {
    listOf(this.waiting, condition).push({ waiter: by, mutex });
    this.lastThere.set(condition, by);
    if (mutex !== undefined) this.unlock(mutex, by, now);
  }

  /** Wakes the one that has waited longest; the signal is lost if nobody waits. */
  signal(condition: string, now: number): void {
    const first = listOf(this.waiting, condition).shift();
    if (first === undefined) return;
    if (first.mutex === undefined || this.lock(first.mutex, first.waiter)) first.waiter.wake(now);
  }

  /** Wakes all that wait; if nobody waits the call is lost, and counts as missed for the last one that waited. */
  resume(condition: string, now: number): void {
    if (listOf(this.waiting, condition).length === 0) this.lastThere.get(condition)?.missed(now);
    this.broadcast(condition, now);
  }

  /** Wakes all that wait. */
  broadcast(condition: string, now: number): void {
    for (let left = listOf(this.waiting, condition).length; left > 0; left--) this.signal(condition, now);
  }
}

function listOf<T>(map: Map<string, T[]>, key: string): T[] {
  let list = map.get(key);
  if (list === undefined) {
    list = [];
    map.set(key, list);
  }
  return list;
}
