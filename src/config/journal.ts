import * as z from 'zod/mini';
import { defaultRetention, type Retention } from '../journal/retention.js';

const hourMs = 3_600_000;
const unitHours: Readonly<Record<string, number>> = { h: 1, d: 24, w: 7 * 24, y: 365 * 24 };

const words = '"forever" or a span such as "36h", "2d", "4w" or "1y"';

const span = (description: string, usual: number) =>
  z
    .string()
    .check(
      z.regex(/^(forever|[1-9]\d{0,5}[hdwy])$/, `expected ${words}`),
      z.meta({ title: words, description, default: spanOf(usual) }),
    );

/** Milliseconds as they are written in the configuration, in days where they are whole. */
export function spanOf(ms: number): string {
  if (ms === Number.POSITIVE_INFINITY) return 'forever';
  const hours = Math.round(ms / hourMs);
  return hours % 24 === 0 ? `${hours / 24}d` : `${hours}h`;
}

/** `[journal]`: how long what is kept. */
export const journalSchema = z
  .strictObject({
    keep_10s: z.optional(span('What is measured, in steps of 10 s.', defaultRetention.slot10s)),
    keep_1min: z.optional(span('The same in steps of a minute.', defaultRetention.slot1min)),
    keep_15min: z.optional(span('The same in steps of 15 minutes.', defaultRetention.slot15min)),
    keep_decisions: z.optional(
      span('Decisions and events; of decisions a daily summary stays.', defaultRetention.decisions),
    ),
  })
  .check(z.meta({ description: 'How long what is kept in the journal; in force at the next start.' }));

type Section = z.infer<typeof journalSchema>;

/** `base` with what the section sets; a finer level is no longer kept than a coarser one, else `refuse` is told which key is wrong and why. */
export function keepOf(
  section: Section,
  base: Retention,
  refuse: (key: keyof Section, what: string) => never,
): Retention {
  const keep: Retention = {
    slot10s: msOf(section.keep_10s) ?? base.slot10s,
    slot1min: msOf(section.keep_1min) ?? base.slot1min,
    slot15min: msOf(section.keep_15min) ?? base.slot15min,
    decisions: msOf(section.keep_decisions) ?? base.decisions,
  };
  if (keep.slot10s > keep.slot1min)
    refuse(
      section.keep_10s === undefined ? 'keep_1min' : 'keep_10s',
      'expected keep_10s to be no longer than keep_1min',
    );
  if (keep.slot1min > keep.slot15min)
    refuse(
      section.keep_1min === undefined ? 'keep_15min' : 'keep_1min',
      'expected keep_1min to be no longer than keep_15min',
    );
  return keep;
}

function msOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return text === 'forever'
    ? Number.POSITIVE_INFINITY
    : Number.parseInt(text, 10) * (unitHours[text.slice(-1)] ?? 0) * hourMs;
}
