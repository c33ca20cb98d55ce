import { describe, expect, test } from 'vitest';
import { compareReports } from '../../src/compare/compare.ts';
import { renderHtml } from '../../src/compare/html.ts';
import { visible } from '../../src/report/visible.ts';
import { hostilePair, richPair } from '../compare/rich-pair.ts';
import { HOSTILE } from '../report/hostile.ts';
import { barriers, browserAt, overhang, VIEWS, type View } from './browser.ts';
import { findChromium } from './chromium.ts';

const executablePath = findChromium();
const title = executablePath
  ? 'before and after in a browser'
  : 'before and after in a browser (skipped: no Chromium in the PATH or HARDEN_CHROMIUM)';

describe.skipIf(!executablePath)(title, () => {
  const browser = browserAt(executablePath);
  const open = (pair: ReturnType<typeof richPair>, view?: View) => {
    const comparison = compareReports(pair.before, pair.after);
    return browser.open(renderHtml({ comparison, ...pair }, '0.1.0'), view);
  };

  test.each(VIEWS)('%s: asks for nothing, and everybody can use it', async (_what, view) => {
    for (const pair of [richPair(), hostilePair(60)]) {
      const { page, noise } = await open(pair, view);
      expect(await page.locator('svg.treemap:visible').count()).toBe(1);
      if (view.javaScriptEnabled !== false) expect(await barriers(page)).toEqual([]);
      expect(await overhang(page)).toBeLessThanOrEqual(0);
      expect(noise).toEqual([]);
    }
  });

  test('names, titles and licences of others stay text', async () => {
    const { page, noise } = await open(hostilePair());
    const acting =
      'img, iframe, form, svg[onload], [onerror], [onmouseover], [onfocus], body script';
    expect(await page.locator(acting).count()).toBe(1);
    const text = await page.locator('#packages').textContent();
    for (const one of HOSTILE) expect(text).toContain(visible(one));
    expect(noise).toEqual([]);
  });

  test('on paper all is there, black on white', async () => {
    const { page } = await open(hostilePair(), { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    const paper = `getComputedStyle(document.body).backgroundColor`;
    expect(await page.evaluate(paper)).toBe('rgb(255, 255, 255)');
    expect(await page.locator('details:not([open])').count()).toBeGreaterThan(1);
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(await page.locator('details:not([open])').count()).toBe(0);
    expect(await page.locator('#findings tbody tr:visible').count()).toBe(405);
  });
});
