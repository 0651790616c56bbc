import * as z from 'zod/mini';
import { defaultConfig } from './config.js';

/** `[reflex]`: who starts and raises work. */
export const reflexSchema = z
  .strictObject({
    kernel: z.optional(
      z.boolean().check(
        z.meta({
          description:
            'Whether the governor of the kernel module cpufreq_lattice does it where it is loaded (docs/kernel.md). Experimental. Elsewhere the log says so, and nothing changes.',
          default: defaultConfig.kernelReflex,
        }),
      ),
    ),
  })
  .check(z.meta({ description: 'What starts work at a lower clock and raises what lasts.' }));
