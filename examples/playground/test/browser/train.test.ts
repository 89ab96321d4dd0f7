import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { filesOfModelFile, readModelConfig } from '@rnp/vae';
import { inLong } from '@rnp-tools/testing/long';
import type { Locator, Page } from 'playwright-core';
import { dropFolder, pixelsOf } from './gestures.js';
import { runKept } from './kept.js';
import { lookOf, otherLook } from './look.js';
import { atRest, barriers, ready } from './playground.js';
import { useVisit } from './useVisit.js';

const here = useVisit({ acceptDownloads: true });
beforeEach(() => openTab('Train'));

const openTab = (name: string): Promise<void> => here.page.getByRole('tab', { name }).click();
const button = (name: string): Locator => here.page.getByRole('button', { name, exact: true });
const reconstruction = (digit: number): Locator =>
  here.page.getByRole('img', { name: `what the model makes of the ${digit}` });

/** Waits until the page says so of the run. @returns the numbers in it */
async function says(words: RegExp): Promise<number[]> {
  const text = await here.page.getByText(words).first().textContent();
  return [...text!.matchAll(/\d+/g)].map(Number);
}

const error = async (): Promise<number> =>
  Number(await here.page.locator('dt', { hasText: 'Squared error' }).locator('+ dd').textContent());

async function noBarriers(): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await here.page.emulateMedia({ colorScheme });
    expect(await barriers(here.page)).toEqual([]);
  }
}

async function trainUntil(min: number): Promise<void> {
  // Steps go by in fives.
  await here.page.waitForFunction(
    (step) => Number(/Step (\d+) of/.exec(document.body.textContent ?? '')?.[1] ?? 0) >= step,
    min,
    // Another tab may lie above this one.
    { polling: 100 },
  );
}

async function stepShown(): Promise<number> {
  const [step] = await says(/^Step \d+ of/);
  return step!;
}

async function pause(): Promise<number> {
  await button('Pause').click();
  const [step] = await says(/^Paused after/);
  return step!;
}

async function inUse(panel: string, model: string): Promise<void> {
  await here.page.getByRole('tab', { name: panel, selected: true }).waitFor();
  await here.page.waitForFunction((wanted) => {
    const choice = document.querySelector<HTMLSelectElement>('[name=model]')!;
    return !choice.disabled && choice.value === wanted;
  }, model);
}

// One story on one page, since steps and page loads are what takes long.
describe('a model', () => {
  test('a file that holds no model is refused in words', async () => {
    await here.page.getByLabel('Open a model').setInputFiles({
      name: 'thesis.safetensors',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from('years of work'),
    });
    await says(/thesis\.safetensors: .*no safetensors file/);
  });

  test('trained elsewhere, it opens from its two files, chosen or dropped', async () => {
    const folder = fileURLToPath(new URL('.', import.meta.resolve('@rnp/models/package.json')));
    const files = ['config.json', 'model.safetensors'].map((name) => join(folder, 'trained/omniglot', name));
    const input = here.page.getByLabel('Open a model');
    await input.setInputFiles(files[1]!);
    await says(/weights without a config.*export-model/);
    await input.setInputFiles(files);
    await here.page.getByRole('tab', { name: 'Draw', selected: true }).waitFor();
    expect(await here.page.getByRole('combobox', { name: 'Model' }).inputValue()).toBe(
      'own model.safetensors',
    );
    expect(await here.page.locator('.notice').count()).toBe(0);
    // It is one step to Back.
    await here.page.goBack();
    await inUse('Train', 'mnist');
    await here.page.goForward();
    await inUse('Draw', 'own model.safetensors');
    const [config, weights] = await Promise.all(files.map((path) => readFile(path)));
    await dropFolder(here.page, {
      'letters/model/config.json': config!,
      'letters/model/model.safetensors': weights!,
    });
    await here.page.waitForFunction(
      () => document.querySelector<HTMLSelectElement>('[name=model]')!.value === 'own letters',
    );
  });
});

describe('a model learns in the page', () => {
  /** Opened while it learns, as it goes on learning for as long as that takes. */
  let other: Page;

  test('its error falls, its pictures change, and it does not wait for its panel to be open', async () => {
    await noBarriers();
    await button('Start').click();
    await trainUntil(5);
    const [first, picture] = [await error(), await lookOf(reconstruction(0))];
    const step = await stepShown();
    await openTab('Imagine');
    await here.page.getByRole('button', { name: /^Sample 1 / }).waitFor();
    other = await here.context.newPage();
    await other.goto(`${here.house.server.url}#tab=train`);
    await other
      .getByText(/is learning in another tab/)
      .first()
      .waitFor();
    await runKept(here.page, step + 5);
    await openTab('Train');
    await trainUntil(40);
    expect(await error()).toBeLessThan(0.85 * first);
    await otherLook(reconstruction(0), picture);
    expect(await here.page.getByRole('progressbar', { name: 'Steps done' }).getAttribute('max')).toBe('600');
    await says(/left · \d+ digits a second on wasm/);
    await says(/squared error per digit/);
  });

  test('of which another tab knows, which takes it up when it pauses', async () => {
    expect(await other.getByRole('button', { name: 'Go on' }).count()).toBe(0);
    await pause();
    await other.getByRole('button', { name: 'Go on' }).waitFor();
    await other.close();
  });

  test('paused, it has no barriers, is there after the page was closed, and goes on from where it was', async () => {
    const [step] = await says(/^Paused after/);
    await noBarriers();
    const picture = await lookOf(reconstruction(3));
    // The address keeps the panel.
    await here.page.reload();
    await openTab('Train');
    expect(await says(/^Paused after/)).toEqual([step, 600]);
    expect(await lookOf(reconstruction(3))).toEqual(picture);
    await button('Go on').click();
    await trainUntil(step! + 5);
    expect(await pause()).toBeGreaterThan(step!);
  });

  test('saved and opened again, it draws what it drew', async () => {
    const [step] = await says(/^Paused after/);
    const picture = await pixelsOf(reconstruction(2));
    const download = here.page.waitForEvent('download');
    await button('Save as a file').click();
    const file = await download;
    expect(file.suggestedFilename()).toBe(`my-digits-${step}.safetensors`);
    const bytes = new Uint8Array(await readFile(await file.path()));
    const files = filesOfModelFile(bytes);
    expect(readModelConfig(files['config.json'])).toMatchObject({ kind: 'rnp', data: 'digits' });
    await button('Discard').click();
    await runKept(here.page, null);
    await here.page.getByLabel('Open a model').setInputFiles({
      name: 'mine.safetensors',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(bytes),
    });
    await here.page.getByRole('tab', { name: 'Draw', selected: true }).waitFor();
    expect(await here.page.getByRole('combobox', { name: 'Model' }).inputValue()).toBe(
      'own mine.safetensors',
    );
    await button('digit 3').click();
    await here.page.getByRole('combobox', { name: 'Pixels' }).selectOption('112');
    const drawn = here.page.getByRole('img', { name: /^What the program draws/ });
    await atRest(here.page);
    const again = await pixelsOf(drawn);
    expect(again.length).toBe(picture.length);
    // The digits went through the model one by one this time, and ten at once before: rounding differs.
    expect(Math.max(...again.map((value, i) => Math.abs(value - picture[i]!)))).toBeLessThanOrEqual(2);
    await here.page.getByRole('combobox', { name: 'Backend' }).selectOption('cpu');
    await here.page.getByTestId('backend').getByText('cpu').waitFor();
    expect(await here.page.getByRole('combobox', { name: 'Model' }).inputValue()).toBe(
      'own mine.safetensors',
    );
    // Opened once, it is there after the page was left, with the drawing, and beside the others.
    await here.page.getByRole('tab', { name: 'Walk' }).click();
    await here.page.goBack();
    await here.page.getByRole('tab', { name: 'Draw', selected: true }).waitFor();
    await here.page.reload();
    await ready(here.page);
    await here.page.getByRole('combobox', { name: 'Pixels' }).selectOption('112');
    expect(await here.page.getByRole('combobox', { name: 'Model' }).inputValue()).toBe(
      'own mine.safetensors',
    );
    await atRest(here.page);
    const kept = await pixelsOf(drawn);
    expect(Math.max(...kept.map((value, i) => Math.abs(value - picture[i]!)))).toBeLessThanOrEqual(2);
    await here.page.getByRole('combobox', { name: 'Model' }).selectOption('mnist');
    await here.page.getByRole('combobox', { name: 'Model' }).selectOption('own mine.safetensors');
    // What was discarded has not come back.
    await openTab('Train');
    await button('Start').waitFor();
  });

  inLong(test)('closed without a word, it is there as far as its last checkpoint', async () => {
    // What a page does that has waited for the end of another's run: on a busy machine it takes its time.
    await here.page.evaluate(
      () =>
        new Promise<void>((begun) => {
          void navigator.locks.request('rnp-playground-run', { mode: 'shared' }, () => {
            begun();
            return new Promise((end) => setTimeout(end, 1000));
          });
        }),
    );
    await button('Start').click();
    await trainUntil(10);
    const shown = await stepShown();
    // What a browser does when its page is put away.
    await here.page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    });
    // One of an earlier step may be kept already.
    await runKept(here.page, shown);
    // The address keeps the panel.
    await here.page.reload();
    await openTab('Train');
    const [step] = await says(/^Paused after/);
    expect(step).toBeGreaterThanOrEqual(shown);
  });
});
