import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { latticectl } from '../../cli/run.js';
import { scratchFolder } from '../../fixtures/scratch-folder.js';
import { writeDays } from './days.js';

/** Debian's. */
const chromiumPath = '/usr/bin/chromium';

// .ci/run installs it, and fails where this is skipped.
describe.skipIf(!existsSync(chromiumPath))('the page in a browser', () => {
  let browser: Browser;
  let file = '';
  beforeAll(async () => {
    const folder = scratchFolder('html-report');
    writeDays(join(folder, 'journal.db'));
    file = join(folder, 'report.html');
    const made = await latticectl(
      [
        'report',
        '--since',
        '2026-11-20',
        '--until',
        '2026-11-22',
        '--format',
        'html',
        '--output',
        file,
        '--state-dir',
        folder,
      ],
      { TZ: 'UTC' },
    );
    expect(made).toMatchObject({ code: 0, stderr: '' });
    browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  async function opened(
    width: number,
    height: number,
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<{ page: Page; trouble: string[] }> {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    const trouble: string[] = [];
    page.on('pageerror', error => trouble.push(error.message));
    page.on('console', message => message.type() === 'error' && trouble.push(message.text()));
    page.on('request', request => request.url().startsWith('file:') || trouble.push(`asks for ${request.url()}`));
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector('canvas');
    return { page, trouble };
  }

  it.each([
    ['a phone', 360, 740],
    ['a desk', 1280, 900],
  ])(
    'shows four charts on one time axis on %s, without trouble or network, nothing wider than the screen',
    async (_where, width, height) => {
      const { page, trouble } = await opened(width, height);
      const seen = await page.evaluate(() => ({
        charts: [...document.querySelectorAll('figcaption')].map(f => f.textContent),
        widths: [...document.querySelectorAll('canvas')].map(c => c.getBoundingClientRect().width),
        page: document.documentElement.scrollWidth,
      }));
      expect(seen.charts).toEqual(['Power, W', 'Temperature, hottest zone, °C', 'Frequency, GHz', 'Decisions']);
      expect(new Set(seen.widths).size).toBe(1);
      expect(seen.page).toBeLessThanOrEqual(width);
      expect(trouble).toEqual([]);
      await page.close();
    },
  );

  it('can be walked by keyboard alone, and says what stands there', async () => {
    const { page } = await opened(1280, 900);
    const said = (): Promise<string> =>
      page
        .locator('#now')
        .textContent()
        .then(text => text ?? '');
    for (let i = 0; i < 3 && (await page.evaluate(() => document.activeElement?.id)) !== 'charts'; i++)
      await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('charts');
    await page.keyboard.press('Home');
    expect(await said()).toMatch(/package0 10 W, hottest 50 °C, package0 2 GHz, decisions 1$/);
    await page.keyboard.press('End');
    expect(await said()).toMatch(/package0 40 W, hottest 80 °C/);
    const axis = (): Promise<string> =>
      page
        .locator('canvas')
        .first()
        .evaluate(c => (c as HTMLCanvasElement).toDataURL());
    const whole = await axis();
    await page.keyboard.press('+');
    const near = await axis();
    expect(near).not.toBe(whole);
    await page.keyboard.press('0');
    await page.keyboard.press('End');
    expect(await axis()).toBe(whole);
    await page.close();
  });

  it('is dark where the reader likes it so, and can be switched', async () => {
    const { page } = await opened(360, 740, 'dark');
    const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await ground()).toBe('rgb(23, 25, 27)');
    await page.getByRole('button').press('Enter');
    expect(await ground()).toBe('rgb(251, 251, 249)');
    await page.close();
  });

  it('holds what people named as text, not as markup', () => {
    expect(readFileSync(file, 'utf8')).not.toContain('<i>');
    expect(readFileSync(file, 'utf8')).toContain('&lt;i&gt;');
  });
});
