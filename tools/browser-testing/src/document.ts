import { chromium, type Page } from 'playwright-core';
import { quiet } from './flags.js';
import { patience } from './patience.js';
import { servePage } from './servePage.js';

export interface OpenedDocument {
  /** Playwright's, to point, type and look. */
  readonly page: Page;
  /** Addresses of everything that the document asked for besides itself; data: addresses, which ask nobody, left away. */
  readonly requests: readonly string[];
  /** Everything it wrote to its console, errors that nobody caught included. */
  readonly console: readonly string[];
  close(): Promise<void>;
}

export interface DocumentOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
}

/**
 * Opens an HTML document in headless Chromium, as it is. The caller closes.
 *
 * @param executablePath see `findChromium`
 */
export async function openDocument(
  html: string,
  executablePath: string,
  { width = 1280, height = 900, colorScheme = 'light' }: DocumentOptions = {},
): Promise<OpenedDocument> {
  const server = await servePage('', { '/index.html': html }, false);
  const browser = await chromium
    .launch({ executablePath, args: [...quiet] })
    .catch(async (error: unknown) => {
      await server.close();
      throw error;
    });
  const close = async (): Promise<void> => {
    await browser.close();
    await server.close();
  };
  try {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    page.setDefaultTimeout(patience);
    const [requests, written]: [string[], string[]] = [[], []];
    page.on('request', (request) => {
      const address = request.url();
      if (address !== server.url && !address.startsWith('data:')) requests.push(address);
    });
    page.on('console', (message) => written.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => written.push(`uncaught: ${error.message}`));
    await page.goto(server.url);
    return { page, requests, console: written, close };
  } catch (error) {
    await close();
    throw error;
  }
}
