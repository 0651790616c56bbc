/** What some arguments may be. It stands apart from the commands, so that help can list it without loading them. */

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

export const manualPageNames = ['latticectl.1', 'lattice.toml.5', 'latticed.8'] as const;
export type ManualPage = (typeof manualPageNames)[number];
/** What programs read instead of people: the JSON Schema of the control socket. */
export const schemaName = 'control.schema.json';

export const configTasks = ['check', 'show', 'default'] as const;
export type ConfigTask = (typeof configTasks)[number];
