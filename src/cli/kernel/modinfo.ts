import { runTool } from './kmod.js';

/** What a module's file says of itself. */
export interface ModuleFile {
  readonly version: string;
  /** Who signed it. */
  readonly signer: string | undefined;
}

/** Asks modinfo; undefined where there is no file. Throws `Failure` where it can't be asked. */
export async function moduleFile(path: string | undefined): Promise<ModuleFile | undefined> {
  if (path === undefined) return undefined;
  const fields = new Map(
    (await runTool('modinfo', [path])).split('\n').map(line => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
    }),
  );
  return { version: fields.get('version') ?? 'unknown', signer: fields.get('signer') };
}
