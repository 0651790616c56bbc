import { execFileSync } from 'node:child_process';
import { beforeAll, expect, it } from 'vitest';
import { build, program } from './library.js';

beforeAll(() => void build(), 300_000);

/** ARENA_STEPS=1111112: ten million in all kinds of arenas; ARENA_SEED: other ones. */
const { ARENA_STEPS: steps = '4000', ARENA_SEED: seed = '1' } = process.env;

it.each([
  ['arena_misuse', 'answers what makes no sense by a code, and nothing changes', []],
  ['arena_pages', 'chooses the division that wastes less, and gives cold pages back', []],
  ['arena_random', 'loses no byte of what anybody may do at random', [steps, seed]],
  ['arena_shared', 'is shared by threads and forks', []],
])('%s: an arena %s', (name, _, args) => {
  const said = execFileSync(program(name), args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  expect(said).toMatch(/^\d+ passed, 0 failed\n$/);
});

it('tells on stderr what a checked arena refuses', () => {
  const said = execFileSync('sh', ['-c', '"$1" 2>&1 >/dev/null', 'sh', program('arena_misuse')], { encoding: 'utf8' });
  expect(said).toMatch(/^lattice arena: 0x[0-9a-f]+: the block was given back before\n/);
  expect(said).toMatch(/lattice arena: 0x[0-9a-f]+ was written to at byte 17 after it was given back\n$/);
});
