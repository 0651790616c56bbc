import * as z from 'zod/mini';
import { controlVersion } from '../lines.js';
import { reply, request } from './operations.js';

/** JSON Schema (draft 2020-12) of every line on the control socket; `#/$defs/Request` and `#/$defs/Reply` are one direction each. */
export function controlSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(z.union([request, reply]), { io: 'input' });
  return {
    $schema,
    title: `The control socket of latticed, version ${controlVersion}`,
    description:
      'One JSON object a line. Fields that are not named here may be there: they are ignored in requests, and may be added to replies.',
    ...rest,
  };
}
