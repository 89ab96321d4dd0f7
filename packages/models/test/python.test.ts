import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { readSafetensors } from '@rnp/files';

const weights = fileURLToPath(new URL('../trained/mnist/model.safetensors', import.meta.url));
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const [plain, withNumpy] = [...readme.matchAll(/```python\n([\s\S]*?)```/g)].map(([, code]) => code!);

function runs(...args: string[]): boolean {
  return spawnSync('python3', args).status === 0;
}

/** Of each tensor its shape, the sum of its numbers, the first three. */
type Summary = Record<string, [shape: number[], sum: number, first: number[]]>;

function summaryBy(snippet: string, ending: string): Summary {
  const script = `${snippet}\nimport sys\n${ending}`;
  return JSON.parse(execFileSync('python3', ['-c', script, weights], { encoding: 'utf8', maxBuffer: 1e8 }));
}

function expectOurs(read: Summary): void {
  const { tensors } = readSafetensors(readFileSync(weights));
  expect(Object.keys(read).sort()).toEqual([...tensors.keys()].sort());
  for (const [name, [shape, sum, first]] of Object.entries(read)) {
    const ours = tensors.get(name)!;
    const data = ours.data as Float32Array;
    expect(shape).toEqual(ours.shape);
    expect([...data.slice(0, 3)]).toEqual(first);
    expect([...data].reduce((before, value) => before + value, 0)).toBeCloseTo(sum, 2);
  }
}

describe("the README's Python reads the weights that JavaScript reads", () => {
  if (runs('--version')) {
    test('plain', () => {
      expectOurs(
        summaryBy(
          plain!,
          'print(json.dumps({name: [list(shape), sum(numbers), numbers[:3]] for name, (shape, numbers) in read_safetensors(sys.argv[1]).items()}))',
        ),
      );
    });
  } else test.skip('plain: skipped, there is no python3 here', () => {});

  if (runs('-c', 'import numpy')) {
    test('with NumPy', () => {
      expectOurs(
        summaryBy(
          withNumpy!,
          'print(json.dumps({name: [list(a.shape), float(a.sum(dtype="f8")), a.ravel()[:3].tolist()] for name, a in load_safetensors(sys.argv[1]).items()}))',
        ),
      );
    });
  } else test.skip('with NumPy: skipped, there is none here', () => {});
});
