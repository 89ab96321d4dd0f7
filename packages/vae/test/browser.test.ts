import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { findChromium, openPage } from '@rnp-tools/browser-testing';
import type { Outcome } from './browser/page.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const chromium = findChromium();

/** The backend's own .wasm files, as a site would serve them. */
function wasmFiles(): Record<string, string> {
  const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
  const names = readdirSync(folder).filter((name) => name.endsWith('.wasm'));
  return Object.fromEntries(names.map((name) => [`/${name}`, join(folder, name)]));
}

describe('training in Chromium', () => {
  if (chromium === undefined) {
    test.skip('skipped: there is no Chromium here; install one or set CHROMIUM_PATH', () => {});
    return;
  }

  /** One run after another in a page. */
  async function train(isolated: boolean, ...workers: readonly number[]): Promise<readonly Outcome[]> {
    const page = await openPage(here('./browser/page.ts'), chromium!, {
      graphics: 'none',
      isolated,
      files: wasmFiles(),
    });
    try {
      const outcomes: Outcome[] = [];
      for (const count of workers) outcomes.push(await page.call<Outcome>('trainHere', count, 6));
      expect(page.console.filter((line) => /^(error|uncaught)/.test(line))).toEqual([]);
      return outcomes;
    } finally {
      await page.close();
    }
  }

  test('two Web Workers give the numbers of one thread, but for rounding, and leave nothing behind', async () => {
    const [alone, together] = (await train(true, 1, 2)) as [Outcome, Outcome];
    expect([alone.isolated, together.isolated]).toEqual([true, true]);
    expect([...alone.warnings, ...together.warnings]).toEqual([]);
    expect([alone.leaked, together.leaked]).toEqual([0, 0]);
    expect(together.losses.length).toBe(6);
    expect(together.losses.at(-1)!).toBeLessThan(together.losses[0]!);
    together.losses.forEach((loss, i) => {
      expect(Math.abs(loss / alone.losses[i]! - 1)).toBeLessThan(1e-4);
    });
    together.weights.forEach((weight, i) => {
      expect(Math.abs(weight - alone.weights[i]!)).toBeLessThan(1e-3);
    });
  });

  test('a page that may not share memory trains on one core and says so', async () => {
    const [{ isolated, warnings, losses }] = (await train(false, 2)) as [Outcome];
    expect(isolated).toBe(false);
    expect(warnings).toEqual([expect.stringMatching(/not isolated.*one core/)]);
    expect(losses.length).toBe(6);
  });
});
