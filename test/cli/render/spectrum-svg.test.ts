import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { type SpectrumDrawing, spectrumSvg } from '../../../src/cli/render/spectrum-svg.js';
import { filtered, type Spectrum } from '../../../src/lattice/spectra/spectrum.js';
import { welch } from '../../../src/lattice/spectra/welch.js';

function drawing(value: (i: number) => number, changes: Partial<SpectrumDrawing> = {}): SpectrumDrawing {
  const raw = welch(
    Float64Array.from({ length: 256 }, (_, i) => value(i)),
    10,
    128,
  );
  if (raw === undefined) throw new Error('256 samples make a spectrum');
  return { title: 'policy0.busy on linux', unit: 'share²/Hz', raw, smooth: filtered(raw, 10, 'lattice'), ...changes };
}

const beat = (i: number): number => 0.5 + 0.4 * Math.sin((2 * Math.PI * 2 * i) / 10);
const zeros: Spectrum = { frequency: Float64Array.of(0, 1, 2), density: new Float64Array(3) };

/** The points of a curve: [x, y] in the drawing's units, y downward. */
function points(svg: string, kind: 'raw' | 'smooth'): readonly (readonly [number, number])[] {
  const [, text = ''] = new RegExp(`<polyline class="${kind}" points="([^"]*)"/>`).exec(svg) ?? [];
  return text.split(' ').map(pair => {
    const [x, y] = pair.split(',').map(Number);
    return [x ?? Number.NaN, y ?? Number.NaN];
  });
}

const names: Readonly<Record<string, string>> = { '#38': '&', '#60': '<', '#62': '>', '#34': '"' };
const unescaped = (text: string): string => text.replace(/&([^;]*);/g, (whole, name) => names[name] ?? whole);

/** A small check: tags nest and are closed, attributes are quoted, nothing but our escapes follows an ampersand. Returns the texts. */
function wellFormed(xml: string): string[] {
  const open: string[] = [];
  const texts: string[] = [];
  let end = 0;
  for (const tag of xml.matchAll(/<(\/?)([a-z]+)((?:\s+[A-Za-z0-9:-]+="[^"<]*")*)\s*(\/?)>/g)) {
    const between = xml.slice(end, tag.index);
    expect(between).not.toMatch(/[<>]/);
    if (between.trim() !== '') texts.push(unescaped(between));
    const [whole, closing, name = '', , empty] = tag;
    if (closing === '/') expect(open.pop()).toBe(name);
    else if (empty !== '/') open.push(name);
    end = tag.index + whole.length;
  }
  expect(open).toEqual([]);
  expect(xml.slice(end).trim()).toBe('');
  expect(xml.replace(/&#(38|60|62|34);/g, '')).not.toContain('&');
  // XML 1.0 has no control characters but these, and no half characters.
  expect(xml).not.toMatch(/[^\t\n\r\P{Cc}]|\p{Cs}|[\ufffe\uffff]/u);
  return texts;
}

const title = 'a<b>&"c" \u001b[2J \ud800 \uffff 漢 on linux';
const drawings: readonly (readonly [string, SpectrumDrawing])[] = [
  ['a beat', drawing(beat)],
  ['a constant', drawing(() => 0.3)],
  ['zeros', drawing(() => 0, { raw: zeros, smooth: zeros })],
  ['tiny and huge', drawing(i => (i % 2) * 1e12)],
  ['hostile names', drawing(beat, { title, unit: '<&"' })],
];

test.each(drawings)('%s is well-formed and without NaN', (_, made) => {
  const svg = spectrumSvg(made);
  expect(wellFormed(svg).length).toBeGreaterThan(10);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  for (const kind of ['raw', 'smooth'] as const) {
    for (const [x, y] of points(svg, kind)) {
      expect(x).toBeGreaterThanOrEqual(70);
      expect(x).toBeLessThanOrEqual(780);
      expect(y).toBeGreaterThanOrEqual(50);
      expect(y).toBeLessThanOrEqual(370);
    }
  }
});

const parser = spawnSync('python3', ['-c', 'import xml.etree.ElementTree']).status === 0;
test.skipIf(!parser).each(drawings)('a real parser reads %s', (_, made) => {
  const program = 'import sys, xml.etree.ElementTree as t; print(t.fromstring(sys.stdin.buffer.read()).tag)';
  const { stdout, stderr, status } = spawnSync('python3', ['-c', program], {
    input: spectrumSvg(made),
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.trim()).toBe('{http://www.w3.org/2000/svg}svg');
});

test('names with <, &, > and " say what they said; what XML can’t hold is a question mark', () => {
  const svg = spectrumSvg(drawing(beat, { title, unit: '<&"' }));
  const texts = wellFormed(svg);
  expect(texts).toContain('a<b>&"c" ?[2J ? ? 漢 on linux');
  expect(texts).toContain('<&"');
  expect(svg).toContain('aria-label="a&#60;b&#62;&#38;&#34;c&#34; ?[2J ? ? 漢 on linux"');
});

test('the raw curve peaks at its frequency, and the filtered one is never above it', () => {
  const svg = spectrumSvg(drawing(beat));
  const raw = points(svg, 'raw');
  const smooth = points(svg, 'smooth');
  expect(raw).toHaveLength(64);
  expect(smooth).toHaveLength(64);
  const [x] = raw.reduce((a, b) => (b[1] < a[1] ? b : a));
  // 2 Hz of 5 between the plot's edges 70 and 780.
  expect(Math.abs(x - (70 + (710 * 2) / 5))).toBeLessThan(12);
  smooth.forEach(([, y], i) => {
    expect(y).toBeGreaterThanOrEqual(raw[i]?.[1] ?? 0);
  });
});

test('both curves, the axes and the title are labelled', () => {
  const texts = wellFormed(spectrumSvg(drawing(beat))).map(text => text.trim());
  expect(texts).toEqual(
    expect.arrayContaining(['policy0.busy on linux', 'share²/Hz', 'frequency, Hz', 'raw', 'φ-filtered', '5.0']),
  );
});
