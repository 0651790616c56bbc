import { afterAll, afterEach, beforeAll } from 'vitest';
import { boot } from './boot.js';
import type { GuestOptions } from './guest/options.js';
import type { Guest } from './guest.js';

/** One part of the rig: boots a guest for a file's tests, and shows its console when one of them fails. */
export function part(options: GuestOptions): { readonly guest: Guest } {
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
  };
}
