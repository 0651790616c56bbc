import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROGRAMS, RIG, TABLES } from '../paths.js';
import { digest, once, run } from './shell.js';

/** The guest runs on the host's own tree, so that the host's compiler makes what runs there. */
const SOURCES: Record<string, string[]> = {
  agent: ['agent/agent.c', 'agent/frame.c', 'agent/hold.c', 'agent/job.c'],
  player: ['load/player.c', 'load/burn.c', 'load/page.c'],
  script: ['load/script.c', 'load/burn.c', 'load/page.c'],
  perf_probe: ['probe/perf_probe.c'],
  btf_probe: ['probe/btf_probe.c'],
};

const STRICT = ['-O2', '-Wall', '-Wextra', '-Werror'];

export const VARIANTS = ['amd-pstate', 'acpi-cpufreq'] as const;
export type Variant = (typeof VARIANTS)[number];

async function compile(): Promise<void> {
  await mkdir(PROGRAMS, { recursive: true });
  for (const [name, files] of Object.entries(SOURCES)) {
    await run('gcc', [...STRICT, '-o', join(PROGRAMS, name), ...files.map(file => join(RIG, file)), '-lm', '-pthread']);
  }
}

const SUM = /\((0x[\dA-Fa-f]+|\d+) ([+*]) (0x[\dA-Fa-f]+|\d+)\)/g;

/** Works out (a + b) and (a * b), innermost first: iasl miscounts a package's length when it folds a Register's address. */
export function fold(source: string): string {
  const next = source.replace(SUM, (_, a: string, operator: string, b: string) =>
    String(operator === '+' ? Number(a) + Number(b) : Number(a) * Number(b)),
  );
  return next === source ? source : fold(next);
}

/** iasl's own preprocessor knows no macros with arguments, so the C preprocessor goes first. */
async function assemble(): Promise<void> {
  await mkdir(TABLES, { recursive: true });
  for (const name of VARIANTS) {
    const expanded = join(TABLES, `${name}.dsl`);
    const source = join(RIG, 'tables', `${name}.asl`);
    await writeFile(
      expanded,
      fold(await run('gcc', ['-E', '-P', '-x', 'c', '-I', RIG, '-I', join(RIG, 'tables'), source])),
    );
    await run('iasl', ['-we', '-p', join(TABLES, name), expanded]);
  }
}

export async function preparePrograms(): Promise<void> {
  const header = join(RIG, 'layout.h');
  const compiled = await digest(join(RIG, 'agent'), join(RIG, 'load'), join(RIG, 'probe'));
  const layout = await digestFile(header);
  await once('programs', `${compiled} ${layout}`, compile);
  await once('tables', `${await digest(join(RIG, 'tables'))} ${layout}`, assemble);
}

const digestFile = async (file: string): Promise<string> => (await run('sha256sum', [file])).split(' ')[0] ?? '';
