import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createRandom, glorotUniform } from '../src/index.js';

describe.each(['cpu', 'wasm'] as const)('glorotUniform on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('is flat within ±√(6 / (fanIn + fanOut)), whatever the shape', () => {
    const [fanIn, fanOut] = [30, 20];
    const limit = Math.sqrt(6 / 50);
    const tensor = glorotUniform([200, 50], fanIn, fanOut, createRandom(3));
    const values = tensor.dataSync<'float32'>();
    tensor.dispose();
    const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    expect(largest).toBeLessThanOrEqual(Math.fround(limit));
    expect(largest).toBeGreaterThan(0.999 * limit);
    // Ten equal shares of 10,000 draws; a deviation of five standard errors is 150.
    const counts = new Array<number>(10).fill(0);
    for (const value of values) counts[Math.min(9, Math.floor((10 * (value + limit)) / (2 * limit)))]! += 1;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  test('takes its numbers in row-major order, one an entry', () => {
    const random = createRandom(3);
    const expected = Array.from({ length: 6 }, () =>
      Math.fround(Math.sqrt(6 / 5) * (2 * random.uniform() - 1)),
    );
    const tensor = glorotUniform([2, 3], 2, 3, createRandom(3));
    expect(tensor.shape).toEqual([2, 3]);
    expect([...tensor.dataSync()]).toEqual(expected);
    tensor.dispose();
  });
});
