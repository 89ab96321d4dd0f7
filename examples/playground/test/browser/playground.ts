import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import {
  findChromium,
  type Graphics,
  launch,
  patience,
  type Server,
  serveFolder,
} from '@rnp-tools/browser-testing';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { readKept } from './kept.js';

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

/** What is done before a page is opened. */
export type Preparation = (context: BrowserContext) => Promise<void>;

/** Whoever saves data is not given models that nobody asked for: they cost more than the tests that are not about them. */
export const savingData: Preparation = async (context) => {
  await context.addInitScript(() =>
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } }),
  );
};

/** A page that tries other models, and keeps all of them, of its own accord. */
export const lavish: Preparation = async () => {};

/** Opens the page and waits until a first image has been taken apart. */
export function visit(
  { browser, server }: House,
  options: BrowserContextOptions = {},
  before?: Preparation,
): Promise<Visit> {
  return visitAt(browser, server.url, options, before);
}

/** The same at any address. */
export async function visitAt(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  before: Preparation = savingData,
): Promise<Visit> {
  const context = await browser.newContext({ serviceWorkers: 'block', ...options });
  context.setDefaultTimeout(patience);
  await context.addInitScript(countAsks);
  await context.addInitScript(readKept);
  await before(context);
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

/** In the page, before anything else: what it has asked workers and is still to be answered, so that tests need not wait for what might come. */
function countAsks(): void {
  const asks = new Set<string>();
  let workers = 0;
  (globalThis as unknown as AskingGlobals).asks = asks;
  const Plain = Worker;
  globalThis.Worker = class extends Plain {
    readonly #number = ++workers;

    constructor(...given: ConstructorParameters<typeof Worker>) {
      super(...given);
      this.addEventListener('message', ({ data }) => {
        if (data?.ok !== 'soon') asks.delete(`${this.#number} ${data?.id}`);
      });
    }

    override postMessage(message: unknown, ...rest: unknown[]): void {
      const { id, name } = message as { id?: number; name?: string };
      // Those of models that may draw it better come of themselves, and change nothing that is drawn.
      if (id !== undefined && name !== 'describe' && name !== 'tryModel') asks.add(`${this.#number} ${id}`);
      super.postMessage(message, ...(rest as []));
    }
  };
}

interface AskingGlobals {
  asks: ReadonlySet<string>;
}

/** Waits until no worker is asked for anything that is drawn, and what they answered is. */
export async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { asks } = globalThis as unknown as AskingGlobals;
    // An answer may lead to the next question, and is drawn with the next frame; effects come with a timer that is set in one.
    for (let quiet = 0; quiet < 3; quiet = asks.size === 0 ? quiet + 1 : 0) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      await new Promise((resolve) => setTimeout(resolve));
    }
  });
}

/** Waits until a tree is shown and nothing is under way. */
export async function ready(page: Page): Promise<void> {
  await page.getByRole('treeitem').first().waitFor();
}

/** Chooses a backend, and gives the one that runs once the page is at rest. */
export async function chooseBackend(page: Page, label: string): Promise<string> {
  const runsOn = page.getByLabel('Backend');
  await runsOn.selectOption({ label });
  await page.waitForFunction(
    () => document.querySelector<HTMLSelectElement>('[name=backend]')!.disabled === false,
  );
  return (await page.getByTestId('backend').textContent())!;
}

const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe-core finds wrong by WCAG 2.2 AA and its own best practices, a line each.
 *
 * @param within a selector; the whole page unless given
 */
export async function barriers(page: Page, within = 'html'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(await axe);
  return page.evaluate(async (selector) => {
    const { axe: library } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await library.run(selector, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary}`),
    );
  }, within);
}
