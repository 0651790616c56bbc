import * as z from 'zod/mini';
import { defaultConfig } from './config.js';

/** `[tasks]`: what is told of tasks. */
export const tasksSchema = z
  .strictObject({
    account: z.optional(
      z.boolean().check(
        z.meta({
          description:
            'Whether the kernel counts what each task does, for the energy by application, control group and unit. It costs a little each time a CPU changes its task. `latticectl tasks` counts while it runs, whatever stands here.',
          default: defaultConfig.taskAccount,
        }),
      ),
    ),
  })
  .check(z.meta({ description: 'Who uses the energy. It needs BPF: where that is missing, the log says why.' }));
