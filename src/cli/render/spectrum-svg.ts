import type { Spectrum } from '../../lattice/spectra/spectrum.js';

/** What a drawing of a spectrum says besides its two curves. */
export interface SpectrumDrawing {
  readonly title: string;
  /** Of the density, such as `W²/Hz`. */
  readonly unit: string;
  readonly raw: Spectrum;
  readonly smooth: Spectrum;
}

const size = { width: 800, height: 420 };
const plot = { left: 70, right: 20, top: 50, bottom: 50 };
const decades = 4;

/** Text for XML, which has no control characters, no halves of characters and no U+FFFE and U+FFFF, not even escaped. */
const escaped = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '?').replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`);

/** A self-contained SVG for light and dark pages: frequency on a linear axis, power density on a logarithmic one of four decades. */
export function spectrumSvg({ title, unit, raw, smooth }: SpectrumDrawing): string {
  const last = raw.frequency.length - 1;
  const nyquist = raw.frequency[last] ?? 1;
  const most = Math.max(...raw.density.subarray(1));
  const top = most > 0 ? Math.ceil(Math.log10(most)) : 0;
  const x = (hz: number): number => plot.left + ((size.width - plot.left - plot.right) * hz) / nyquist;
  const y = (density: number): number => {
    const below = density > 0 ? top - Math.log10(density) : decades;
    return plot.top + ((size.height - plot.top - plot.bottom) * Math.min(decades, Math.max(0, below))) / decades;
  };
  const curve = (s: Spectrum): string =>
    Array.from(
      { length: last },
      (_, i) => `${x(s.frequency[i + 1] ?? 0).toFixed(1)},${y(s.density[i + 1] ?? 0).toFixed(1)}`,
    ).join(' ');
  const bottom = size.height - plot.bottom;
  const rows = Array.from({ length: decades + 1 }, (_, i) => top - i);
  const marks = Array.from({ length: 6 }, (_, i) => (nyquist * i) / 5);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escaped(title)}">`,
    '<style>',
    'svg{color:#1b1b1b;background:#fff;font:13px sans-serif}text{fill:currentColor}line{stroke:currentColor;opacity:.2}',
    'polyline{fill:none;stroke-width:2}.raw{stroke:#9aa0a6}.smooth{stroke:#0b6bcb}.key{fill:#0b6bcb}',
    '@media (prefers-color-scheme:dark){svg{color:#e8e8e8;background:#16181c}.smooth{stroke:#6db3f2}.key{fill:#6db3f2}}',
    '</style>',
    `<text x="${plot.left}" y="24" font-size="15">${escaped(title)}</text>`,
    ...rows.flatMap(power => {
      const at = y(10 ** power).toFixed(1);
      return [
        `<line x1="${plot.left}" x2="${size.width - plot.right}" y1="${at}" y2="${at}"/>`,
        `<text x="${plot.left - 8}" y="${at}" text-anchor="end" dominant-baseline="middle">1e${power}</text>`,
      ];
    }),
    ...marks.flatMap(hz => [
      `<line x1="${x(hz).toFixed(1)}" x2="${x(hz).toFixed(1)}" y1="${plot.top}" y2="${bottom}"/>`,
      `<text x="${x(hz).toFixed(1)}" y="${bottom + 18}" text-anchor="middle">${hz.toFixed(1)}</text>`,
    ]),
    `<text x="${size.width / 2}" y="${size.height - 10}" text-anchor="middle">frequency, Hz</text>`,
    `<text x="${plot.left}" y="${plot.top - 8}">${escaped(unit)}</text>`,
    `<polyline class="raw" points="${curve(raw)}"/>`,
    `<polyline class="smooth" points="${curve(smooth)}"/>`,
    `<text x="${size.width - plot.right}" y="${plot.top - 8}" text-anchor="end"><tspan fill="#9aa0a6">━</tspan> raw   <tspan class="key">━</tspan> φ-filtered</text>`,
    '</svg>',
    '',
  ].join('\n');
}
