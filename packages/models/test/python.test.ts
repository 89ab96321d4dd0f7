import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { readSafetensors } from '@rnp/vae';

const weights = fileURLToPath(new URL('../trained/mnist/model.safetensors', import.meta.url));
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const snippet = /```python\n([\s\S]*?)```/.exec(readme)![1]!;
const hasPython = spawnSync('python3', ['--version']).status === 0;

describe("the README's Python", () => {
  if (!hasPython) {
    test.skip('skipped: there is no python3 here', () => {});
    return;
  }
  test('reads the weights that JavaScript reads', () => {
    const script = `${snippet}
import sys
tensors = read_safetensors(sys.argv[1])
print(json.dumps({name: [list(shape), sum(numbers), numbers[:3]] for name, (shape, numbers) in tensors.items()}))
`;
    const read = JSON.parse(
      execFileSync('python3', ['-c', script, weights], { encoding: 'utf8', maxBuffer: 1e8 }),
    ) as Record<string, [number[], number, number[]]>;
    const { tensors } = readSafetensors(readFileSync(weights));
    expect(Object.keys(read).sort()).toEqual([...tensors.keys()].sort());
    for (const [name, [shape, sum, first]] of Object.entries(read)) {
      const ours = tensors.get(name)!;
      expect(shape).toEqual(ours.shape);
      expect([...ours.data.slice(0, 3)]).toEqual(first);
      const total = [...ours.data].reduce((before, value) => before + value, 0);
      expect(total).toBeCloseTo(sum, 2);
    }
  });
});
