import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { writePkgbuild } from './arch/pkgbuild.js';
import type { Builder } from './build.js';
import { buildDeb } from './deb/deb.js';
import { describe } from './description.js';
import { buildRpm } from './rpm/rpm.js';
import { runs } from './shell.js';
import { layTree } from './tree.js';

interface Kind {
  readonly name: string;
  /** Without it this kind can't be built. */
  readonly program: string;
  /** Debian's package of that. */
  readonly from: string;
  readonly build: Builder;
}

const kinds: readonly Kind[] = [
  { name: 'deb', program: 'dpkg-shlibdeps', from: 'dpkg-dev', build: buildDeb },
  { name: 'rpm', program: 'rpmbuild', from: 'rpm', build: buildRpm },
  { name: 'arch', program: 'npm', from: 'npm', build: writePkgbuild },
];

/** Kinds that were named must be built; of all, those that this machine has the programs for. */
function main(checkout: string, words: readonly string[]): void {
  const unknown = words.find(word => !kinds.some(({ name }) => name === word));
  if (unknown !== undefined) throw new Error(`${unknown} is no kind of package; expected deb, rpm or arch`);
  const wanted = kinds.filter(({ name }) => words.length === 0 || words.includes(name));
  const lacking = wanted.filter(({ program }) => !runs(program));
  const missing = lacking.map(
    ({ name, program, from }) => `no ${name}: ${program} is missing; on Debian: apt-get install ${from}`,
  );
  if (words.length > 0 && missing.length > 0) throw new Error(missing.join('\n'));
  if (!existsSync(join(checkout, 'dist/latticed.js'))) throw new Error('dist is missing; npm run package builds it');
  const folder = join(checkout, 'packages');
  const tree = join(folder, 'tree');
  const time = Number(
    process.env.SOURCE_DATE_EPOCH ?? Math.floor(statSync(join(checkout, 'CHANGELOG.md')).mtimeMs / 1000),
  );
  const described = describe(checkout, process.env, time);
  mkdirSync(folder, { recursive: true });
  layTree(checkout, tree);
  for (const { build } of wanted.filter(kind => !lacking.includes(kind)))
    console.log(relative(checkout, build({ described, checkout, tree, folder })));
  for (const line of missing) console.log(line);
  rmSync(tree, { recursive: true });
}

try {
  main(process.cwd(), process.argv.slice(2));
} catch (error) {
  console.error(`package: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
