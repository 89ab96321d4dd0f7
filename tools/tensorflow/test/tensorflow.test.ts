import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { tfjsNodeFolder } from '@rnp-tools/tensorflow';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

interface Trained {
  readonly report: { readonly name: string; readonly refused: readonly { readonly name: string }[] };
  readonly active: string;
  readonly losses: readonly number[];
  readonly left: number;
}

/** A process of its own: a native library does not fit Jest's modules. */
function run(...args: readonly string[]): { readonly stdout: string; readonly code: number | null } {
  const { stdout, status } = spawnSync(process.execPath, args as string[], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  return { stdout, code: status };
}

const train = (backend: string): Trained =>
  JSON.parse(run(here('./trainHere.js'), backend).stdout.trim().split('\n').at(-1)!) as Trained;

describe('the tensorflow backend', () => {
  if (tfjsNodeFolder() === undefined) {
    test.skip('skipped: RNP_TFJS_NODE names no tfjs-node; see tools/tensorflow/README.md', () => {});
    return;
  }

  test.each([
    '../../golden/test/data/golden.json',
    '../../../packages/spatial-transformer/test/data/golden.json',
    '../../../packages/hypernet/test/data/golden.json',
    '../../../packages/recursive-decoder/test/data/golden.json',
  ])('reference values and gradients: %s', (file) => {
    const { stdout, code } = run(here('../../golden/src/main.js'), here(file));
    const rows = stdout.split('\n').filter((line) => line.startsWith('tensorflow'));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((line) => line.includes('missed'))).toEqual([]);
    expect(code).toBe(0);
  });

  test('is taken from a list, trains as wasm does, and leaves nothing behind', () => {
    const [there, wasm] = [train('tensorflow'), train('wasm')];
    expect(there.report.name).toBe('tensorflow');
    expect(there.report.refused.map(({ name }) => name)).toEqual(['webgpu']);
    expect([there.active, there.left]).toEqual(['tensorflow', 0]);
    expect(there.losses).toHaveLength(20);
    expect(mean(there.losses.slice(-5))).toBeLessThan(mean(there.losses.slice(0, 5)));
    // Rounding grows from step to step, on any two backends: they part after a few.
    there.losses.slice(0, 4).forEach((loss, i) => {
      expect(Math.abs(loss / wasm.losses[i]! - 1)).toBeLessThan(1e-3);
    });
  });
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
