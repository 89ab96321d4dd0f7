import type { launch } from '@rnp-tools/browser-testing';

/** What a page gives as `globalThis.answer`: page/train.js. */
export interface Answer {
  readonly workers: number;
  readonly losses: readonly number[];
  readonly warnings: readonly string[];
}

export interface Visit {
  readonly answer: Answer | undefined;
  /** Protocols of the addresses of the workers that trained. */
  readonly workers: readonly string[];
  /** Warnings and errors in the page's console until it had answered. */
  readonly complaints: readonly string[];
  /** What a page with a `refused` says when it is called. */
  readonly refusal: string | undefined;
}

interface PageGlobals {
  readonly answer?: Promise<Answer>;
  readonly refused?: () => Promise<string>;
}

/** Opens a page as its first visitor does, and waits for its answer. */
export async function visit(browser: Awaited<ReturnType<typeof launch>>, url: string): Promise<Visit> {
  const page = await browser.newPage();
  try {
    const heard: string[] = [];
    const started: string[] = [];
    page.on('worker', (worker) => started.push(new URL(worker.url()).protocol));
    page.on('pageerror', (error) => heard.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) heard.push(message.text());
    });
    await page.goto(url);
    const answer = await page.evaluate(() => (globalThis as PageGlobals).answer);
    const [workers, complaints] = [[...started], [...heard]];
    const refusal = await page.evaluate(() => (globalThis as PageGlobals).refused?.());
    return { answer, workers, complaints, refusal };
  } finally {
    await page.close();
  }
}
