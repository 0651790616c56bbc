import * as z from 'zod/mini';
import { configSchema } from './schema.js';

/** One key of the configuration, in words made from the schema that checks it. */
export interface Setting {
  readonly key: string;
  readonly description: string;
  /** What is expected: `a number from 1 to 20`, `one of mains, battery`. */
  readonly expected: string;
  /** Whether its table can't do without it. */
  readonly required: boolean;
  /** What holds without it, as TOML. */
  readonly usual: string | undefined;
  /** A value to show, as TOML. */
  readonly example: string;
}

/** A table; the keys outside of all tables have the name ''. */
export interface Section {
  readonly name: string;
  /** Whether it may be there several times: `[[name]]`. */
  readonly many: boolean;
  readonly description: string;
  readonly settings: readonly Setting[];
}

/** What JSON Schema says of one value, as far as ours goes. */
interface Shape {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly title?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly required?: readonly string[];
  /** What stands under a name of its own choice. */
  readonly additionalProperties?: Shape | false;
}

/** The whole configuration, section by section, in the order of the schema. */
export function configReference(): readonly Section[] {
  // zod's JSON Schema type knows every draft; what this schema uses of it is a Shape.
  const root = z.toJSONSchema(configSchema, { io: 'input' }) as Shape;
  const all = Object.entries(root.properties ?? {});
  const tables = all.flatMap(([name, shape]): Section[] => {
    const { properties, required, additionalProperties: named } = shape.items ?? shape;
    if (properties === undefined) return [];
    const table: Section = {
      name,
      many: shape.type === 'array',
      description: shape.description ?? '',
      settings: settings(properties, required),
    };
    if (!named || named.title === undefined || named.properties === undefined) return [table];
    const { title, description = '', properties: own } = named;
    return [table, { name: `${name}.${title}`, many: false, description, settings: settings(own) }];
  });
  const top = all.filter(([name]) => !tables.some(t => t.name === name)).map(([key, shape]) => setting(key, shape));
  return [{ name: '', many: false, description: root.description ?? '', settings: top }, ...tables];
}

const settings = (properties: Readonly<Record<string, Shape>>, required?: readonly string[]): Setting[] =>
  Object.entries(properties).map(([key, shape]) => setting(key, shape, required));

function setting(key: string, shape: Shape, required: readonly string[] = []): Setting {
  const usual = shape.default === undefined ? undefined : toml(shape.default);
  const example = shape.examples?.[0] === undefined ? usual : toml(shape.examples[0]);
  if (shape.description === undefined || example === undefined)
    throw new Error(`configuration schema: ${key}: expected a description, and a default or an example`);
  return {
    key,
    description: shape.description,
    expected: expectation(shape),
    required: required.includes(key),
    usual,
    example,
  };
}

function expectation(shape: Shape): string {
  const { type, minimum, maximum, title, items } = shape;
  if (title !== undefined) return title;
  if (shape.enum !== undefined) return `one of ${shape.enum.map(toml).join(', ')}`;
  if (type === 'array' && items !== undefined) return `a list of ${expectation(items).replace(/^one of /, '')}`;
  if (type === 'boolean') return 'true or false';
  if (minimum !== undefined && maximum !== undefined) return `a number from ${minimum} to ${maximum}`;
  return type === 'string' ? 'a text' : `a ${type}`;
}

/** TOML and JSON write texts, numbers, booleans and lists of them alike. */
const toml = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(toml).join(', ')}]` : JSON.stringify(value);
