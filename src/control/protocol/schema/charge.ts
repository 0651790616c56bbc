import * as z from 'zod/mini';
import { type BatteryCharge, type ChargeStatus, chargeRequests } from '../operations/charge.js';
import type { Same } from './same.js';
import { list, named, orNull, text } from './shapes.js';

export const chargeRequest = {
  op: z.literal('charge'),
  do: z.enum(chargeRequests),
  battery: z.optional(z.string().check(z.minLength(1))),
};

const percent = z.number().check(z.meta({ description: '%' }));
const levels = z.object({ start: orNull(percent), stop: orNull(percent) });

export const batteryCharge = z
  .object({
    battery: text,
    level: orNull(percent),
    inForce: levels,
    wanted: levels,
    before: levels,
    ownLimit: orNull(text),
    behaviour: orNull(text),
    fullFor: orNull(text),
    why: list(text),
    explanation: orNull(text),
  })
  .check(named('BatteryCharge', 'How far one battery is charged, and why.'));

export const chargeAnswer = z
  .object({ batteries: list(batteryCharge), kept: z.boolean(), unkept: orNull(text) })
  .check(named('Charge', 'How far batteries are charged.'));

true satisfies Same<z.infer<typeof batteryCharge>, BatteryCharge>;
true satisfies Same<z.infer<typeof chargeAnswer>, ChargeStatus>;
