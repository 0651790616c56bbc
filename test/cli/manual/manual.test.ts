import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { manualPageNames } from '../../../src/cli/arguments/choices.js';
import { examples } from '../../../src/cli/manual/guide.js';
import { text } from '../../../src/cli/manual/roff.js';
import { parse } from '../../../src/cli/program.js';
import { configReference } from '../../../src/config/reference.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { latticectl } from '../run.js';

const run = promisify(execFile);
const env = { PATH: process.env.PATH, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', MANWIDTH: '100', MANROFFOPT: '' };

async function written(page: string): Promise<string> {
  const { code, stdout } = await latticectl(['manual', page]);
  expect(code).toBe(0);
  const file = join(folderForTest('manual'), page);
  writeFileSync(file, stdout);
  return file;
}

/** The page as its reader sees it, on one line. */
async function read(page: string): Promise<string> {
  const { stdout } = await run('man', ['-l', await written(page)], { env });
  return stdout.replaceAll(/‐\s+/g, '').replaceAll(/\s+/g, ' ');
}

it.each(manualPageNames)('%s: man finds nothing to warn of', async page => {
  const { stdout, stderr } = await run(
    'man',
    ['--warnings', '-E', 'UTF-8', '-Tutf8', '-Z', '-l', await written(page)],
    { env },
  );
  expect(stderr).toBe('');
  expect(stdout.length).toBeGreaterThan(1000);
});

describe('what is read in a page', () => {
  it('latticectl(1): every command that help shows', async () => {
    const page = await read('latticectl.1');
    const help = (await latticectl(['--help'])).stdout;
    const commands = [...help.matchAll(/^ {2}([a-z-]+) .*$/gm)].flatMap(m => (m[1] === 'help' ? [] : [m[1] ?? '']));
    expect(commands.length).toBeGreaterThan(10);
    for (const command of commands) expect(page).toContain(` ${command} `);
    expect(page).toContain(
      '--by <part> One line for each. One of hour, day, week, month, profile, source, governor, application, cgroup, unit, gpu.',
    );
    expect(page).toMatch(/--period <time> [^-]*Default: 10m\./);
    expect(page).toContain('SEE ALSO lattice.toml(5), latticed(8)');
  });

  it('latticectl(1): examples of commands that there are, and a glossary', async () => {
    const page = await read('latticectl.1');
    const run: string[] = [];
    for (const [, lines] of examples) {
      expect(page).toContain(lines);
      for (const line of lines.split('; ')) {
        const [program, ...words] = line.split(' ');
        expect(program).toBe('latticectl');
        // What can't be parsed gives an exit code, and runs nothing.
        expect(await parse(words, async ({ name }) => void run.push(name)), line).toBeUndefined();
      }
    }
    expect(run.length).toBeGreaterThan(examples.length);
    expect(page).toMatch(/GLOSSARY .*batch Work that .*β/);
  });

  it('latticed(8): every option', async () => {
    const page = await read('latticed.8');
    for (const option of ['--simulate [platform]', '--duration <time>', '--config <file>', '--dry-run', '--govern'])
      expect(page).toContain(option);
  });

  it('lattice.toml(5): every key with an example and what is expected', async () => {
    const page = await read('lattice.toml.5');
    for (const { name, settings } of configReference()) {
      if (name !== '') expect(page).toMatch(new RegExp(`\\[${name}\\]`));
      for (const { key, example } of settings) expect(page).toContain(`${key} = ${example}`);
    }
    expect(page).toContain('Expected: a number from 1 to 20. Default: 10.');
  });
});

it('text is never taken for a request or an escape', () => {
  expect(text(".TH x\n'y\\z -a `b`")).toBe("\\&.TH x\n\\&'y\\ez \\-a \\fBb\\fR");
});
