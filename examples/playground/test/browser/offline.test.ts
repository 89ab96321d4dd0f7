import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findChromium, launch, serveFolder } from '@rnp-tools/browser-testing';
import { inLong } from '@rnp-tools/testing/long';
import type { Browser, Page } from 'playwright-core';
import { built, lavish, ready, visitAt } from './playground.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launch(findChromium()!, 'none');
});
afterAll(() => browser.close());

interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/** As `npm run playground` serves it: in a process of its own, because Rolldown refuses objects of the realm of Jest's modules. */
async function previewed(): Promise<Served> {
  const program = join(createRequire(import.meta.url).resolve('vite/package.json'), '../bin/vite.js');
  const child = spawn(process.execPath, [program, 'preview', '--port', '0'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    const [url] = /http:\S+/.exec(line) ?? [];
    if (url === undefined) continue;
    const close = async (): Promise<void> => {
      child.kill();
      await ended;
    };
    return { url, close };
  }
  throw new Error('vite preview ended before it served');
}

/** In the page: waits until the service worker has kept everything. */
function allIsKept(): Promise<void> {
  return new Promise((resolve) => {
    navigator.serviceWorker.addEventListener('message', ({ data }) => {
      if (data === 'all is kept') resolve();
    });
    void navigator.serviceWorker.ready.then(({ active }) => active!.postMessage('keep the rest'));
    navigator.serviceWorker.startMessages();
  });
}

const models = ['fashion-mnist', 'omniglot', 'eth-80', 'mnist'];

describe('visited once from a plain static server', () => opensOffline(() => serveFolder(built)));
inLong(describe)('visited once from vite preview', () => opensOffline(previewed));

function opensOffline(serve: () => Promise<Served>): void {
  test('the page opens without a network, with all models and panels', async () => {
    const server = await serve();
    const { page, context } = await visitAt(browser, server.url, { serviceWorkers: 'allow' }, lavish);
    try {
      await page.evaluate(allIsKept);
      await server.close();
      await expect(fetch(server.url)).rejects.toThrow();
      await page.reload();
      await ready(page);
      for (const model of models) await useModel(page, model);
      for (const panel of ['Imagine', 'Walk', 'Combine', 'Train', 'Measure', 'Draw']) {
        await page.getByRole('tab', { name: panel }).click();
        await page.getByRole('tabpanel', { name: panel }).locator('.card').first().waitFor();
      }
      expect(await page.locator('.notice').allTextContents()).toEqual([]);
    } finally {
      await context.close();
      await server.close().catch(() => undefined);
    }
  });
}

async function useModel(page: Page, name: string): Promise<void> {
  const model = page.getByRole('combobox', { name: 'Model' });
  await model.selectOption(name);
  await page.waitForFunction(() => !document.querySelector<HTMLSelectElement>('[name=model]')!.disabled);
  expect(await model.inputValue()).toBe(name);
  await ready(page);
}
