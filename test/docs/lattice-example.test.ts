import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { complaints, consumer, output } from '../lattice/library.js';

const doc = readFileSync(new URL('../../docs/lattice.md', import.meta.url), 'utf8');

/** The example, and what the document says that it prints. */
function example(): { code: string; prints: string } {
  const [, code, prints] = /```js\n([\s\S]*?)```\n\nIt prints:\n\n```text\n([\s\S]*?)```/.exec(doc) ?? [];
  if (code === undefined || prints === undefined) throw new Error('docs/lattice.md has no example with its output');
  return { code, prints };
}

test('the example of docs/lattice.md prints what it says, and its types are right', async () => {
  const { code, prints } = example();
  const folder = await consumer();
  try {
    expect(await output(folder, 'example.js', code)).toBe(prints);
    const options = { allowJs: true, checkJs: true, noImplicitAny: false, lib: ['ES2023', 'DOM'] };
    expect(await complaints(folder, 'example.js', code, options)).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
