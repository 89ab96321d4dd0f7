import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findChromium, launch } from '@rnp-tools/browser-testing';
import { inLong } from '@rnp-tools/testing/long';
import { type Bundler, bundlers, type Site } from '../src/bundlers.js';
import { copyPages, installInto } from '../src/project.js';
import { type Visit, visit } from '../src/visit.js';

const chromium = findChromium();

describe('training on all cores in a page', () => {
  if (chromium === undefined) {
    test.skip('skipped: there is no Chromium here; install one or set CHROMIUM_PATH', () => {});
    return;
  }

  let project: string;
  let browser: Awaited<ReturnType<typeof launch>>;
  /** Of the page that came first. */
  let losses: readonly number[] | undefined;

  beforeAll(async () => {
    // Outside the repository, where no node_modules further up can lend a package that was not declared.
    project = realpathSync(mkdtempSync(join(tmpdir(), 'rnp-bundlers-')));
    await installInto(project, ['@rnp/backend', '@rnp/vae', '@tensorflow/tfjs-core']);
    copyPages(project);
    browser = await launch(chromium, 'none');
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(project, { recursive: true, force: true });
  });

  function expectTrained({ answer, complaints }: Visit): void {
    expect(complaints).toEqual([]);
    expect(answer).toMatchObject({ workers: 2, warnings: [] });
    expect(answer!.losses).toHaveLength(4);
    expect(answer!.losses.every(Number.isFinite)).toBe(true);
    losses ??= answer!.losses;
    expect(answer!.losses).toEqual(losses);
  }

  // One of each maker; each makes a page that holds what it is to hold.
  const usual = ['Vite, built', 'Webpack, developing', 'esbuild'];
  const isUsual = ([name]: readonly [string, Bundler]): boolean => usual.includes(name);
  const all = Object.entries(bundlers);
  describe.each(all.filter(isUsual))('%s', trains);
  inLong(describe).each(all.filter((one) => !isUsual(one)))('%s', trains);

  function trains(name: string, bundle: Bundler): void {
    let site: Site | undefined;
    afterAll(() => site?.close());

    test('has nothing to complain of', async () => {
      site = await bundle(project);
      expect(site.complaints).toEqual([]);
    });

    test('two workers train, as written, to the same losses', async () => {
      const seen = await visit(browser, site!.url);
      expectTrained(seen);
      expect(seen.workers).toEqual(['blob:', 'blob:']);
    });

    // Once a bundler: Webpack's minifier takes long, and Vite's server loads a page again when it meets a worker's imports.
    if (['Webpack, built', 'Vite, developing'].includes(name)) return;
    test('a page whose policy forbids such workers is told so, and trains with its own', async () => {
      const seen = await visit(browser, new URL('policy.html', site!.url).href);
      expectTrained(seen);
      expect(seen.workers).toEqual(['http:', 'http:']);
      expect(seen.refusal).toMatch(/^RNP_WORKER: .*worker-src blob:/);
    });
  }
});
