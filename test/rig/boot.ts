import type { GuestOptions } from './guest/options.js';
import { Guest } from './guest.js';

/** QEMU at times has one emulated CPU run the breakpoint that the other has just patched away; a kernel's boot patches a lot. */
const EMULATION_FAULT = /Oops: int3/;

/** Boots a guest, and once more where QEMU's own fault was in the way. */
export function boot(options: GuestOptions): Promise<Guest> {
  return Guest.boot(options).catch((error: Error) => {
    if (!EMULATION_FAULT.test(error.message)) throw error;
    console.error(`${options.name}: QEMU's fault with patched code, so it boots once more`);
    return Guest.boot(options);
  });
}
