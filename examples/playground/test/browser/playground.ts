import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { findChromium, type Graphics, launch, type Server, serveFolder } from '@rnp-tools/browser-testing';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

/** The page as `npm run build` leaves it. */
export const built: string = fileURLToPath(new URL('../../dist', import.meta.url));

export interface House {
  readonly server: Server;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** A browser, and the built page on a static server. */
export async function openHouse(graphics: Graphics, isolated = false): Promise<House> {
  const chromium = findChromium();
  if (chromium === undefined) {
    throw new Error('there is no Chromium here; apt-get install chromium, or set CHROMIUM_PATH');
  }
  const server = await serveFolder(built, { isolated });
  const browser = await launch(chromium, graphics).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    await browser.close();
    await server.close();
  };
  return { server, browser, close };
}

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors and warnings of the console, uncaught errors, requests that failed. */
  readonly problems: string[];
}

/** Opens the page and waits until a first image has been taken apart. */
export function visit({ browser, server }: House, options: BrowserContextOptions = {}): Promise<Visit> {
  return visitAt(browser, server.url, options);
}

/** The same at any address. */
export async function visitAt(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ serviceWorkers: 'block', ...options });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    // Playwright's own words, where a test keeps service workers out.
    if (message.text() === 'Service Worker registration blocked by Playwright') return;
    if (['error', 'warning'].includes(message.type())) problems.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => {
    // A page that is left or loaded anew ends what it was fetching.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') problems.push(`failed: ${request.url()}`);
  });
  await page.goto(url);
  await ready(page);
  return { page, context, problems };
}

/** Waits until a tree is shown and nothing is under way. */
export async function ready(page: Page): Promise<void> {
  await page.getByRole('treeitem').first().waitFor({ timeout: 60_000 });
}

/** Chooses a backend, and gives the one that runs once the page is at rest. */
export async function chooseBackend(page: Page, label: string): Promise<string> {
  const runsOn = page.getByLabel('Backend');
  await runsOn.selectOption({ label });
  await page.waitForFunction(
    () => document.querySelector<HTMLSelectElement>('[name=backend]')!.disabled === false,
    undefined,
    // Graphics in software compile their programs slowly.
    { timeout: 100_000 },
  );
  return (await page.getByTestId('backend').textContent())!;
}

const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong by WCAG 2.2 AA and its own best practices, a line each. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(await axe);
  return page.evaluate(async () => {
    const { axe: library } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await library.run();
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary}`),
    );
  });
}
