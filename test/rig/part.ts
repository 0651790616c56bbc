import { afterAll, afterEach, beforeAll } from 'vitest';
import type { GuestOptions } from './guest/options.js';
import { Guest } from './guest.js';

/** QEMU at times has one emulated CPU run the breakpoint that the other has just patched away; a kernel's boot patches a lot. */
const EMULATION_FAULT = /Oops: int3/;

function boot(options: GuestOptions): Promise<Guest> {
  return Guest.boot(options).catch((error: Error) => {
    if (!EMULATION_FAULT.test(error.message)) throw error;
    console.error(`${options.name}: QEMU's fault with patched code, so it boots once more`);
    return Guest.boot(options);
  });
}

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
