import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { renderHtml } from '../../src/report/html.ts';
import type { RunReport } from '../../src/report/types.ts';
import { visible } from '../../src/report/visible.ts';
import { HOSTILE } from '../report/hostile.ts';
import { richRun } from '../report/rich-run.ts';
import { runNamed } from '../report/runs.ts';
import { barriers, browserAt, overhang, VIEWS, type View } from './browser.ts';
import { findChromium } from './chromium.ts';

const executablePath = findChromium();
const title = executablePath
  ? 'the HTML report in a browser'
  : 'the HTML report in a browser (skipped: no Chromium in the PATH or HARDEN_CHROMIUM)';

describe.skipIf(!executablePath)(title, () => {
  const browser = browserAt(executablePath);
  const open = (report: RunReport, view?: View) =>
    browser.open(renderHtml({ report, harden: '0.1.0' }), view);

  const shownRows = (page: Page) => page.locator('#findings-table tbody tr:visible').count();
  const said = (page: Page) => page.locator('#count').textContent();

  test.each(VIEWS)(
    '%s: asks for nothing, complains of nothing, and everybody can use it',
    async (_what, view) => {
      const { page, noise } = await open(richRun(60), view);
      await expect(page.locator('h1').textContent()).resolves.toBe('orders');
      expect(await shownRows(page)).toBe(60);
      if (view.javaScriptEnabled !== false) expect(await barriers(page)).toEqual([]);
      expect(await overhang(page)).toBeLessThanOrEqual(0);
      expect(noise).toEqual([]);
    },
  );

  test('a report without findings is as clean', async () => {
    const { page, noise } = await open(runNamed('pass'));
    expect(await page.locator('.verdict').textContent()).toContain('Passed');
    expect(await barriers(page)).toEqual([]);
    expect(noise).toEqual([]);
  });

  test('is searched, filtered and sorted, and says how many are left', async () => {
    const { page, noise } = await open(richRun(60));
    await page.fill('#search', 'ZLIB1G app');
    await expect.poll(() => said(page)).toMatch(/^\d+ of 60 findings$/);
    const found = await shownRows(page);
    expect(found).toBeGreaterThan(0);
    for (const row of await page.locator('#findings-table tbody tr:visible').allTextContents())
      expect(row.toLowerCase()).toMatch(/zlib1g[\s\S]*app/);
    await page.fill('#search', 'no such package');
    await expect.poll(() => said(page)).toBe('0 of 60 findings');
    await page.fill('#search', '');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.locator('[data-severity=critical][aria-pressed=true]').count()).toBe(1);
    expect(await said(page)).toBe('8 of 60 findings');
    await page.click('[data-only=fails]');
    const fails = await page.locator('#findings-table tbody tr:visible').allTextContents();
    expect(fails.every((text) => /fails/.test(text))).toBe(true);
    await page.click('[data-only=fails]');
    await page.click('[data-sort=package] button');
    const names = await page.locator('tbody tr:visible td:nth-child(3) strong').allTextContents();
    const collated = names.toSorted(new Intl.Collator('en', { numeric: true }).compare);
    expect(names).toEqual(collated);
    expect(await page.locator('[aria-sort=ascending]').textContent()).toBe('Package');
    expect(noise).toEqual([]);
  });

  test('10,000 findings are shown a few at a time, and all can be reached', async () => {
    const { page, noise } = await open(richRun(10_000));
    expect(await shownRows(page)).toBe(200);
    expect(await said(page)).toBe('10000 findings, the first 200 are shown');
    await page.click('#more');
    expect(await shownRows(page)).toBe(400);
    await page.fill('#search', 'CVE-2026-10999');
    await expect.poll(() => said(page)).toBe('1 of 10000 findings');
    expect(noise).toEqual([]);
  });

  test('names, titles, logs and links of others stay text', async () => {
    const { page, noise } = await open(richRun(400));
    const counts = await page.evaluate(() =>
      ['script', 'img', 'svg[onload]', 'title', 'style', '[onerror]', '[onmouseover]'].map(
        (selector) => (globalThis as never as Dom).document.querySelectorAll(selector).length,
      ),
    );
    // The tiles of the two drawings have a title each.
    expect([...counts.slice(0, 3), ...counts.slice(4)]).toEqual([1, 0, 0, 1, 0, 0]);
    const links = await page
      .locator('a[href]')
      .evaluateAll((all) => all.map((one) => (one as never as { href: string }).href));
    expect(links.filter((href) => !/^(?:https:\/\/avd\.example\/|file:.*#)/.test(href))).toEqual(
      [],
    );
    const names = new Set(await page.locator('td:nth-child(3) strong').allTextContents());
    for (const text of HOSTILE) expect(names).toContain(visible(text));
    expect(noise).toEqual([]);
  });

  test('the policy of the page runs no script but its own', async () => {
    const { page } = await open(runNamed('pass'));
    const owned = await page.evaluate(() => {
      const { document } = globalThis as never as Dom;
      const script = document.createElement('script');
      script.textContent = 'globalThis.owned = true';
      document.body.append(script);
      return (globalThis as never as { owned?: boolean }).owned;
    });
    expect(owned).toBeUndefined();
  });

  test('on paper every row is there, and what was folded is open', async () => {
    const { page } = await open(richRun(300), { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    const paper = `getComputedStyle(document.body).backgroundColor`;
    expect(await page.evaluate(paper)).toBe('rgb(255, 255, 255)');
    const tile = `getComputedStyle(document.querySelector('.tile:not([class*=" "]) rect')).fill`;
    expect(await page.evaluate(tile)).toBe('rgb(233, 230, 224)');
    await page.evaluate(() => (globalThis as never as Dom).dispatchEvent(new Event('beforeprint')));
    expect(await shownRows(page)).toBe(300);
    expect(await page.locator('.filters').isVisible()).toBe(false);
    expect(await page.locator('details:not([open])').count()).toBe(0);
  });
});

/** What of the browser these tests use; the program itself knows no DOM. */
interface Dom {
  document: {
    querySelectorAll(selector: string): { length: number };
    createElement(name: string): { textContent: string };
    body: { append(element: object): void };
  };
  dispatchEvent(event: Event): void;
}
