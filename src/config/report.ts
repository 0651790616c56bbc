import * as z from 'zod/mini';
import type { Tariff } from '../model/people/tariff.js';

/** `[report]`: what energy costs and how much CO₂ comes with it. */
export const reportSchema = z
  .strictObject({
    price_per_kwh: z.optional(
      z.number().check(z.gte(0), z.lte(1000), z.meta({ description: 'What a kilowatt hour costs.', examples: [0.32] })),
    ),
    currency: z.optional(
      z
        .string()
        .check(
          z.regex(/^\p{L}{1,5}$|^\p{Sc}$/u, 'expected a word or a sign such as "EUR" or "€"'),
          z.meta({ description: 'In which currency.', default: 'EUR' }),
        ),
    ),
    co2_g_per_kwh: z.optional(
      z
        .number()
        .check(
          z.gte(0),
          z.lte(10_000),
          z.meta({ description: 'How much CO₂ comes with a kilowatt hour, g.', examples: [380] }),
        ),
    ),
  })
  .check(z.meta({ description: 'What `latticectl report` reckons with; it tells no cost and no CO₂ without.' }));

/** `base` with what the section sets. */
export const tariffOf = (section: z.infer<typeof reportSchema>, base: Tariff): Tariff => ({
  pricePerKwh: section.price_per_kwh ?? base.pricePerKwh,
  currency: section.currency ?? base.currency,
  co2GramsPerKwh: section.co2_g_per_kwh ?? base.co2GramsPerKwh,
});
