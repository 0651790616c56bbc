import { afterAll, afterEach, beforeAll } from 'vitest';
import { boot } from './boot.js';
import type { GuestOptions } from './guest/options.js';
import type { Guest } from './guest.js';

interface Part {
  readonly guest: Guest;
  /** Shuts down a guest that has an init of its own, and starts it anew from its disk. */
  reboot(): Promise<void>;
}

/** One part of the rig: boots a guest for a file's tests, and shows its console when one of them fails. */
export function part(options: GuestOptions): Part {
  let booted: Guest | undefined;
  beforeAll(async () => {
    booted = await boot(options);
  });
  afterEach(({ task }) => {
    if (task.result?.state === 'fail' && booted) console.error(`console of ${options.name}:\n${booted.console()}`);
  });
  afterAll(async () => {
    await booted?.kill();
  });
  return {
    get guest() {
      if (!booted) throw new Error('the guest has not booted');
      return booted;
    },
    async reboot() {
      const ended = booted?.ended;
      booted?.spawn('systemctl reboot');
      await ended;
      booted = await boot(options);
    },
  };
}
