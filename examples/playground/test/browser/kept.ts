import { patience } from '@rnp-tools/browser-testing';
import type { Page } from 'playwright-core';

interface KeepingGlobals {
  kept(name: string): Promise<unknown>;
}

/** In the page, before anything else: reads what it keeps in the browser, so that tests need not wait for as long as it may take. */
export function readKept(): void {
  const answered = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve) => {
      request.onsuccess = () => resolve(request.result);
    });
  (globalThis as unknown as KeepingGlobals).kept = async (name) => {
    const database = await answered(indexedDB.open('keyval-store'));
    const store = database.transaction('keyval').objectStore('keyval');
    const value = await answered(store.get(`rnp-playground-${name}-1`));
    database.close();
    return value;
  };
}

interface Pad {
  readonly code: string | null;
}

interface Made {
  readonly revision: Readonly<Record<'tree' | 'base', unknown>>;
}

/** Waits until the browser keeps the drawing that the address tells of, and what was made of its parts. */
export async function padKept(page: Page, parts: 'as they were' | 'moved' | 'put back'): Promise<void> {
  const found = (): Promise<string> =>
    page.evaluate(async () => {
      const { kept } = globalThis as unknown as KeepingGlobals;
      const [pad, made] = [(await kept('pad')) as Pad | undefined, (await kept('revision')) as Made | null];
      if (pad?.code !== new URLSearchParams(location.hash.slice(1)).get('drawing')) return 'another drawing';
      const { tree, base } = made?.revision ?? {};
      if (tree === undefined) return 'as they were';
      return JSON.stringify(tree) === JSON.stringify(base) ? 'put back' : 'moved';
    });
  await until(page, async () => (await found()) === parts, `the browser to keep parts ${parts}`);
}

/** Waits until the browser keeps a run that has come so far. @param min null for no run */
export async function runKept(page: Page, min: number | null): Promise<void> {
  const step = (): Promise<number | null> =>
    page.evaluate(async () => {
      const { kept } = globalThis as unknown as KeepingGlobals;
      return ((await kept('run')) as { readonly step: number } | undefined)?.step ?? null;
    });
  // A run is its weights three times over to read.
  const isSo = async (): Promise<boolean> => {
    const now = await step();
    return min === null ? now === null : now !== null && now >= min;
  };
  await until(page, isSo, `the browser to keep ${min === null ? 'no run' : `step ${min}`}`, 500);
}

/** Playwright's own waiting takes a promise for true. */
async function until(
  page: Page,
  isSo: () => Promise<boolean>,
  what: string,
  milliseconds = 100,
): Promise<void> {
  const end = Date.now() + patience;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`waited ${patience} ms for ${what}`);
    await page.waitForTimeout(milliseconds);
  }
}
