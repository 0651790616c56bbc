import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait for what comes at once, ms. A machine may have other work, and emulated code runs about 18 times slower than native: only what never comes takes this long. */
export const patience = 100_000;

export interface Wait {
  timeout?: number;
  every?: number;
}

/** Asks until the answer satisfies, and gives it; names what it last saw when time is up. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  satisfied: (answer: T) => boolean,
  { timeout = patience, every = 50 }: Wait = {},
): Promise<T> {
  const deadline = performance.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (satisfied(answer)) return answer;
    if (performance.now() > deadline) {
      throw new Error(`${what}: not within ${timeout} ms, last seen ${JSON.stringify(answer)}`);
    }
    await sleep(every);
  }
}

/** Rejects when a promise takes too long. */
export async function within<T>(what: string, promise: Promise<T>, timeout: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${timeout} ms`)), timeout);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
