import { readFile } from 'node:fs/promises';
import { bundlePage, bundleWorker, pageGlobal } from './bundle.js';
import { type Graphics, launch } from './launch.js';
import { patience } from './patience.js';
import { type Beside, servePage } from './servePage.js';

export interface PageOptions {
  /** Default 'webgl'. */
  readonly graphics?: Graphics;
  /** Served with the headers that let it share memory with workers. Default false. */
  readonly isolated?: boolean;
  /** Entry modules of workers, by the path they are served under. */
  readonly workers?: Readonly<Record<string, string>>;
  /** Files, by the path they are served under. */
  readonly files?: Readonly<Record<string, string>>;
  /** A folder, such as another checkout, whose packages the entry module gets. Default: those that it finds from where it is. */
  readonly packagesOf?: string;
}

export interface BrowserPage {
  /**
   * Calls a function that the entry module exports. Arguments and result are plain data (NaN and infinity
   * included); what the function throws, this throws.
   */
  call<T>(name: string, ...args: readonly unknown[]): Promise<T>;
  /** Everything the page wrote to its console, for messages about failures. */
  readonly console: readonly string[];
  close(): Promise<void>;
}

/**
 * Bundles a module, loads it in headless Chromium and gives access to what it exports. The caller closes.
 *
 * @param entry path of the module (TypeScript or JavaScript)
 * @param executablePath see `findChromium`
 */
export async function openPage(
  entry: string,
  executablePath: string,
  { graphics = 'webgl', isolated = false, workers = {}, files = {}, packagesOf }: PageOptions = {},
): Promise<BrowserPage> {
  const beside: Beside = {
    ...(await read(workers, bundleWorker)),
    ...(await read(files, (path) => readFile(path))),
  };
  const server = await servePage(await bundlePage(entry, packagesOf), beside, isolated);
  const browser = await launch(executablePath, graphics).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    await browser.close();
    await server.close();
  };
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(patience);
    const written: string[] = [];
    page.on('console', (message) => written.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => written.push(`uncaught: ${error.message}`));
    await page.goto(server.url);
    return {
      call: (name, ...args) =>
        page.evaluate(
          ([global, member, values]) =>
            (globalThis as unknown as Record<string, Record<string, (...all: unknown[]) => never>>)[global]![
              member
            ]!(...values),
          [pageGlobal, name, args] as const,
        ),
      console: written,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function read<T>(
  paths: Readonly<Record<string, string>>,
  load: (path: string) => Promise<T>,
): Promise<Record<string, T>> {
  const entries = Object.entries(paths).map(async ([url, path]) => [url, await load(path)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
