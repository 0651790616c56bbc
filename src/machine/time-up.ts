/**
 * Calls back when the time is up and what had come by then was read: a process that had to wait for a CPU finds its timers due before it looks at its
 * sockets. `over` may be called after a clearTimeout in between, when there is nothing to give up any more.
 */
export const timeUp = (ms: number, over: () => void): NodeJS.Timeout => setTimeout(() => setImmediate(over), ms);
