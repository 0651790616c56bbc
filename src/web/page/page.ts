import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { bundled } from '../../report/html/bundle.js';
import { markup } from './markup.js';
import { pageStyle } from './style.js';

export interface Page {
  readonly html: Buffer;
  /** Its Content-Security-Policy: only the script and the style that are in it run, by their hashes, and it may ask nobody but us. */
  readonly policy: string;
}

const require = createRequire(import.meta.url);
const textOf = (path: string): string => readFileSync(require.resolve(path), 'utf8');
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Shows in a tab what it is; a data address asks nobody. */
const icon = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M4 4v16h16M9 4v11h11M14 4v6h6" fill="none" stroke="#0b6394" stroke-width="2.4" stroke-linecap="round"/></svg>')}`;

/** One page with uPlot, our script and our style in it. It needs no other file and no network. */
export function makePage(): Page {
  const style = `${textOf('uplot/dist/uPlot.min.css')}${pageStyle}`;
  const uplot = textOf('uplot/dist/uPlot.iife.min.js');
  const script = bundled(new URL('./client/main.js', import.meta.url));
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Lattice</title>
<link rel="icon" href="${icon}">
<style>${style}</style>
</head>
<body>${markup}
<script>${uplot}</script>
<script type="module">${script}</script>
</body>
</html>
`;
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(uplot)} ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
  return { html: Buffer.from(html), policy };
}
