import * as z from 'zod/mini';
import { pidLimit } from '../../../machine/linux/procfs/process.js';
import { profileNames } from '../../../model/people/profiles.js';

/** Gives a shape a name among the schema's definitions, and a sentence. */
export const named = (id: string, description: string) => z.meta({ id, description });
const described = (description: string) => z.meta({ description });

export const whole = z.int().check(z.positive());
export const kilohertz = whole.check(described('kHz'));
export const time = z.number().check(described('UTC, ms'));
export const share = z.number().check(described('share; 1 is all'));
export const text = z.string();
export const list = z.array;
export const orNull = z.nullable;
export const pid = z.int().check(z.gte(1), z.lte(pidLimit));
export const profile = z.enum(profileNames);
/** A number in a control's unit, or a word. */
export const value = z.union([z.number(), z.string()]);
export const missing = z.object({ what: text, why: text });
