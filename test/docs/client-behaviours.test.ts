import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const docs = new URL('../../docs/', import.meta.url).pathname;
const [, section = ''] = readFileSync(join(docs, 'control.md'), 'utf8').split('## What clients count on\n');
const rows = [...section.matchAll(/^\| (.+?) \| \[(.+)\]\((\S+)\) \|$/gm)].map(
  ([, behaviour = '', title = '', file = '']) => ({ behaviour, title, file }),
);

describe('the table of what clients count on', () => {
  it('names at least 45 behaviours, each once', () => {
    const behaviours = rows.map(row => row.behaviour);
    expect(new Set(behaviours).size).toBe(behaviours.length);
    expect(behaviours.length).toBeGreaterThanOrEqual(45);
  });

  it.each(rows)('$behaviour: $title is a test', ({ title, file }) => {
    const written = readFileSync(join(docs, file), 'utf8').replaceAll("\\'", "'");
    const quoted = ["'", '"', '`'].some(quote => written.includes(`${quote}${title}${quote}, `));
    expect(quoted).toBe(true);
  });
});
