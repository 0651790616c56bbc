import * as z from 'zod/mini';

const charge = 'expected a charge from "1%" to "99%", such as "30%"';
const below = z.string(charge).check(
  z.regex(/^[1-9]\d?(\.\d+)?%$/, charge),
  z.meta({
    title: 'a charge from "1%" to "99%"',
    description:
      'It begins as soon as the charge is below this, and ends when the charge is 3 points above it or the machine is plugged in.',
    examples: ['30%'],
  }),
);

/** `[[battery_level]]`; `requested` are the keys of what can be asked for there. */
export const batteryLevelSchema = <T extends z.core.$ZodShape>(requested: T) =>
  z
    .array(
      z
        .strictObject({ below, ...requested })
        .check(
          z.refine(level => Object.keys(level).length > 1, { error: 'expected profile, max or target_c beside below' }),
        ),
    )
    .check(
      z.meta({
        description:
          'What holds on battery below a charge. The lowest level that names a thing wins, and all win over applications and hours. A profile that somebody sets or holds after a level was reached wins over it.',
      }),
    );
