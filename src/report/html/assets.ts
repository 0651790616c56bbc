import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const text = (path: string): string => readFileSync(path, 'utf8');

/** What the page carries within itself, so that it needs no network: uPlot, its style, and our script. */
export const pageAssets = () => ({
  uplot: text(require.resolve('uplot/dist/uPlot.iife.min.js')),
  uplotStyle: text(require.resolve('uplot/dist/uPlot.min.css')),
  client: text(require.resolve('./client.js')),
});
