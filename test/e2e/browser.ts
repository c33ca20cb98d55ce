import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

export interface View {
  width?: number;
  colorScheme?: 'light' | 'dark';
  javaScriptEnabled?: boolean;
}

/** Light, dark, on a phone, without scripts. */
export const VIEWS: [what: string, view: View][] = [
  ['light', {}],
  ['dark', { colorScheme: 'dark' }],
  ['narrow', { width: 400 }],
  ['without scripts', { javaScriptEnabled: false }],
];

/** A browser for the tests of a block; `open` shows a page and says what it asked for and complained of. */
export function browserAt(executablePath: string | undefined) {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'harden-html-'));
    browser = await chromium.launch({
      ...(executablePath && { executablePath }),
      args: ['--no-sandbox'],
    });
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  return {
    async open(html: string, { width = 1280, ...view }: View = {}) {
      const file = join(folder, `${crypto.randomUUID()}.html`);
      await writeFile(file, html);
      const url = pathToFileURL(file).href;
      const page = await browser.newPage({ viewport: { width, height: 900 }, ...view });
      onTestFinished(() => page.close());
      const noise: string[] = [];
      page.on('console', (message) => noise.push(`console: ${message.text()}`));
      page.on('pageerror', ({ message }) => noise.push(`error: ${message}`));
      page.on('dialog', (dialog) => noise.push(`dialog: ${dialog.message()}`));
      page.on('request', (request) => {
        if (request.url() !== url) noise.push(`request: ${request.url()}`);
      });
      await page.goto(url);
      return { page, noise };
    },
  };
}

/** What axe finds of weight; it needs scripts. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as never as Axe).axe.run());
  return violations
    .filter(({ impact }) => /serious|critical/.test(impact ?? ''))
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

/** By how many pixels a page is wider than its window. */
export async function overhang(page: Page): Promise<number> {
  return Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
}

interface Axe {
  axe: { run(): Promise<{ violations: axe.Result[] }> };
}
