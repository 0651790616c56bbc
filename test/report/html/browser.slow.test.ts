import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { latticectl } from '../../cli/run.js';
import { scratchFolder } from '../../fixtures/scratch-folder.js';
import { type Made, writeJournal } from './made-journal.js';

/** Debian's. */
const chromiumPath = '/usr/bin/chromium';
const hour = 3_600_000;
const until = Date.UTC(2026, 10, 22);

// .ci/run installs it, and fails where this is skipped.
describe.skipIf(!existsSync(chromiumPath))('the page in a browser', () => {
  let browser: Browser;
  const files = new Map<string, string>();

  /** The page of a report on a journal. */
  async function reported(name: string, since: string, made: Made): Promise<void> {
    const folder = scratchFolder('html-report');
    writeJournal(join(folder, 'journal.db'), made);
    const [file, config] = [join(folder, 'report.html'), join(folder, 'lattice.toml')];
    writeFileSync(config, '[report]\nprice_per_kwh = 0.25\ncurrency = "€"\n');
    const span = ['--since', since, '--until', '2026-11-22'];
    const where = ['--format', 'html', '--output', file, '--state-dir', folder, '--config', config];
    const ran = await latticectl(['report', ...span, ...where], { TZ: 'UTC' });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    files.set(name, file);
  }

  beforeAll(async () => {
    await reported('two days', '2026-11-20', { from: until - 48 * hour, until, step: 300_000, simulated: true });
    await reported('ten minutes', '2026-11-15', { from: until - 600_000, until, step: 10_000 });
    await reported('a day', '2026-11-15', { from: until - 24 * hour, until, step: 60_000, saving: 0.12 });
    await reported('a year', '2025-11-22', { from: until - 365 * 24 * hour, until, step: hour });
    browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    for (const file of files.values()) rmSync(dirname(file), { recursive: true });
  });

  async function opened(
    of: string,
    width = 1280,
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<{ page: Page; trouble: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    onTestFinished(() => page.close());
    const trouble: string[] = [];
    page.on('pageerror', error => trouble.push(error.message));
    page.on('console', message => message.type() === 'error' && trouble.push(message.text()));
    page.on('request', request => request.url().startsWith('file:') || trouble.push(`asks for ${request.url()}`));
    await page.goto(pathToFileURL(files.get(of) ?? '').href);
    await page.waitForSelector('canvas');
    return { page, trouble };
  }

  const text = async (page: Page, where: string): Promise<string> => (await page.locator(where).textContent()) ?? '';

  async function walkTo(page: Page, ...keys: readonly string[]): Promise<string> {
    await page.focus('#charts');
    for (const key of keys) await page.keyboard.press(key);
    return text(page, '#now');
  }

  it.each(['ten minutes', 'a day', 'two days', 'a year'].flatMap(of => [390, 1280].map(width => [of, width] as const)))(
    'of %s at %i px shows four charts of one width and nothing wider than the screen',
    async (of, width) => {
      const { page, trouble } = await opened(of, width);
      const seen = await page.evaluate(() => ({
        charts: [...document.querySelectorAll('figcaption .title')].map(f => f.textContent),
        widths: [...document.querySelectorAll('canvas')].map(c => c.getBoundingClientRect().width),
        page: document.documentElement.scrollWidth,
        // On a phone each table fits too, without being moved.
        tables: [...document.querySelectorAll('.moves')].filter(t => t.scrollWidth > t.clientWidth).length,
      }));
      expect(seen.charts).toEqual(['Power, W', 'Temperature, hottest zone, °C', 'Frequency, GHz', 'Decisions']);
      expect(new Set(seen.widths).size).toBe(1);
      expect(seen).toMatchObject({ page: width, tables: 0 });
      expect(trouble).toEqual([]);
    },
  );

  it('begins its axis at the first data: ten minutes of a week fill it', async () => {
    const { page } = await opened('ten minutes');
    expect(await walkTo(page, 'Home')).toMatch(/^2026-11-21 23:50:00 · package0 10 W · /);
    expect(await walkTo(page, 'End')).toMatch(/^2026-11-21 23:59:50 · package0 40 W · /);
    expect(await text(page, '.card .note >> nth=0')).toBe('Measured from 2026-11-21 23:50 to 2026-11-22 00:00.');
    // Its line begins where the axis does.
    const begin = await page.evaluate(() => {
      const canvas = document.querySelector('canvas') as HTMLCanvasElement;
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const accent = [0x0b, 0x63, 0x94];
      const places = Array.from({ length: data.length / 4 }, (_, i) => i).filter(i =>
        accent.every((part, k) => data[4 * i + k] === part),
      );
      return Math.min(...places.map(i => i % canvas.width)) / canvas.width;
    });
    expect(begin).toBeLessThan(0.1);
  });

  it('leads with energy, cost, and what was saved and how sure that is', async () => {
    const tiles = async (of: string): Promise<string> => text((await opened(of)).page, '.tiles');
    const day = await tiles('a day');
    expect(day).toMatch(/Energy600 Wh25\.0 W on average, measured for 1 d/);
    expect(day).toContain('Cost0.1500 €at 0.25 €/kWh');
    expect(day).toMatch(/Saved12 % lessMeasured by an experiment, 2026-11-21 00:00/);
    expect(day).toMatch(/balanced saves 1[12]\.\d % of kernel's energy for the same work \(95 % interval: /);
    expect(day).toMatch(/An estimate for this time: about 8\d\.\d Wh, 0\.02 € less under balanced than under kernel/);
    expect(await tiles('two days')).toMatch(/Savednot knownNothing is proved yet/);
  });

  it('writes each time in one style', async () => {
    for (const of of ['a day', 'a year']) {
      const { page } = await opened(of);
      const said = (await text(page, 'main')).replaceAll(/\d{4}-\d\d(-\d\d( \d\d:\d\d(:\d\d)?)?)?/g, '');
      expect(said).not.toMatch(/\d+[/.]\d+[/.]\d{2,4}|\b(Jan|Nov|Dec)\b|\b[AP]M\b/);
    }
  });

  it('can be walked by keyboard alone, says what stands there, and shows a part alone', async () => {
    const { page } = await opened('two days');
    for (let i = 0; i < 4 && (await page.evaluate(() => document.activeElement?.id)) !== 'charts'; i++)
      await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('charts');
    expect(await walkTo(page, 'Home')).toMatch(/package0 10 W · hottest 50 °C · package0 2 GHz · decisions 1$/);
    expect(await walkTo(page, 'End')).toMatch(/package0 40 W · hottest 80 °C/);
    const drawn = (): Promise<string> =>
      page
        .locator('canvas')
        .first()
        .evaluate(c => (c as HTMLCanvasElement).toDataURL());
    const whole = await drawn();
    await page.keyboard.press('+');
    expect(await drawn()).not.toBe(whole);
    await walkTo(page, '0', 'End');
    expect(await drawn()).toBe(whole);
  });

  it('is dark where the reader likes it so, and can be switched', async () => {
    const { page } = await opened('two days', 390, 'dark');
    const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await ground()).toBe('rgb(18, 20, 22)');
    await page.getByRole('button').press('Enter');
    expect(await ground()).toBe('rgb(246, 246, 243)');
  });

  it('holds what people named as text, not as markup', () => {
    const page = readFileSync(files.get('two days') ?? '', 'utf8');
    expect(page).not.toContain('<i>');
    expect(page).toContain('&lt;i&gt;');
  });
});
