import { existsSync } from 'node:fs';
import axeCore from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { journalAt } from '../../../src/web/history/open.js';
import { madeStatus } from '../../control/made.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { patience } from '../../rig/poll.js';
import { hostileJournal, markup } from '../hostile-journal.js';
import { type ServedPage, servedPage } from '../serving.js';

/** Debian's. */
const chromiumPath = '/usr/bin/chromium';

interface Opened {
  readonly page: Page;
  readonly served: ServedPage;
  /** Errors, and requests to anybody else. */
  readonly trouble: string[];
}

// .ci/run installs it, and fails where this is skipped.
describe.skipIf(!existsSync(chromiumPath))('the live page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  async function opened(
    { width = 1280, height = 900, colorScheme = 'light' as 'light' | 'dark', token = true } = {},
    status = madeStatus({ now: Date.now(), total: { what: 'packages', sure: 'whole', watts: 11.7 } }),
  ): Promise<Opened> {
    const journal = hostileJournal(folderForTest('page'), Date.now());
    const served = await servedPage(journalAt(journal));
    served.source.now = status;
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    onTestFinished(() => page.close());
    // What comes at once on a calm machine may take long beside others.
    page.setDefaultTimeout(patience);
    const trouble: string[] = [];
    page.on('pageerror', error => trouble.push(error.message));
    page.on('console', message => message.type() === 'error' && trouble.push(message.text()));
    const own = `http://127.0.0.1:${served.port}/`;
    page.on('request', request => {
      if (!request.url().startsWith(own) && !request.url().startsWith('data:')) trouble.push(request.url());
    });
    await page.goto(`${own}${token ? `#${served.token}` : ''}`);
    await page.waitForSelector('#history-charts canvas');
    await page.waitForSelector('#link[data-state=live]');
    return { page, served, trouble };
  }

  const text = async (page: Page, id: string): Promise<string> => (await page.textContent(`#${id}`)) ?? '';

  it.each([
    ['a phone', 390, 'light'],
    ['a phone', 390, 'dark'],
    ['a desk', 1280, 'light'],
    ['a desk', 1280, 'dark'],
  ] as const)(
    'is sound on %s (%i px, %s): nothing wider, no trouble, nothing that axe finds serious',
    async (_, width, colorScheme) => {
      const { page, trouble } = await opened({ width, colorScheme });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(await text(page, 'power')).toBe('11.7 W');
      expect(trouble).toEqual([]);
      // Its own policy keeps scripts of others out; axe is put in beside it.
      const session = await page.context().newCDPSession(page);
      await session.send('Page.setBypassCSP', { enabled: true });
      await page.evaluate(axeCore.source);
      const found = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          readonly axe: {
            run: () => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
          };
        };
        const { violations } = await axe.run();
        return violations.map(v => `${v.impact} ${v.id}: ${v.nodes.map(n => n.html).join(' ')}`);
      });
      expect(found.filter(v => /^(serious|critical)/.test(v))).toEqual([]);
    },
  );

  it('shows what others named as text, and runs none of it', async () => {
    const status = madeStatus({
      now: Date.now(),
      machine: markup,
      zones: [{ name: `${markup}\u202e`, celsius: 50, trip: null }],
      sensors: [],
      notices: [{ at: Date.now(), what: markup, why: markup }],
    });
    const { page, trouble } = await opened({}, status);
    expect(await text(page, 'machine')).toBe(markup);
    expect(await text(page, 'heat-note')).toBe(`${markup}?`);
    await page.waitForSelector('#usage tr');
    expect(await text(page, 'usage')).toContain(markup);
    expect(await text(page, 'decisions')).toContain(markup);
    expect(await text(page, 'marks')).toContain(`?${markup}`);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toBe('Lattice');
    expect(trouble).toEqual([]);
  });

  it('changes profile and limits with the token, which leaves the address', async () => {
    const { page, served } = await opened();
    expect(page.url()).toBe(`http://127.0.0.1:${served.port}/`);
    await page.getByRole('button', { name: 'power-saver' }).click();
    await page.waitForFunction(() => document.getElementById('steer-said')?.textContent === 'power-saver is set');
    await page.selectOption('#for', '900');
    await page.getByRole('button', { name: 'Limit' }).click();
    await page.waitForFunction(() => document.getElementById('steer-said')?.textContent?.startsWith('at most'));
    expect(served.source.changes.map(c => c.change)).toMatchObject([
      { op: 'set', profile: 'power-saver' },
      { op: 'override', lasting: { for: 900 } },
    ]);
    // A reload keeps what this tab may do; another tab has to be given it.
    await page.reload();
    await page.waitForSelector('#profiles button:not(:disabled)');
    const other = await browser.newPage();
    onTestFinished(() => other.close());
    other.setDefaultTimeout(patience);
    await other.goto(page.url());
    await other.waitForSelector('#link[data-state=live]');
    expect(await other.locator('#profiles button:not(:disabled)').count()).toBe(0);
    expect(await other.isVisible('#read-only')).toBe(true);
  });

  it('says that the daemon is away, changes nothing meanwhile, and goes on when it is back', async () => {
    const { page, served, trouble } = await opened();
    const begin = await served.daemonGoes();
    await page.waitForSelector('#link[data-state=away]');
    expect(await text(page, 'link')).toContain('latticed is away');
    expect(await page.locator('#profiles button:not(:disabled)').count()).toBe(0);
    await begin();
    await page.waitForSelector('#link[data-state=live]');
    await page.waitForSelector('#profiles button:not(:disabled)');
    expect(trouble).toEqual([]);
  });

  it('can be used by keyboard alone, and says what stands at a time', async () => {
    const { page } = await opened();
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.id ?? '');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
    for (let i = 0; i < 20 && (await focused()) !== 'history-charts'; i++) await page.keyboard.press('Tab');
    expect(await focused()).toBe('history-charts');
    await page.keyboard.press('End');
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft');
    expect(await text(page, 'history-at')).toMatch(/battery · package0 10 W · hottest 50 °C/);
    const end = await text(page, 'history-at');
    await page.keyboard.press('Home');
    await page.keyboard.press('PageDown');
    expect(await text(page, 'history-at')).not.toBe(end);
  });

  it('shows a day, a week and a year', async () => {
    const { page } = await opened();
    for (const span of ['Week', 'Year', 'Day']) {
      const answered = page.waitForResponse(response => response.url().includes(`span=${span.toLowerCase()}`));
      await page.getByRole('button', { name: span, exact: true }).click();
      expect((await answered).status()).toBe(200);
      expect(await page.locator('#history-charts canvas').count()).toBeGreaterThanOrEqual(3);
      await page.waitForSelector('#strips .band', { state: 'attached' });
    }
  });
});
