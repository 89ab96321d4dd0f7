import { describe, expect, test } from '@jest/globals';
import { amount } from '@rnp-tools/testing/long';
import { damaged } from '../src/damage.js';
import { hostile } from '../src/hostile.js';
import { kinds } from '../src/kinds.js';
import { isFault, outcomeOf } from '../src/outcome.js';
import { seededRandom } from '../src/random.js';
import { faultLines, report } from '../src/report.js';

/** How many damaged ones of each; `npm run hostile` takes far more. */
const count = amount(3, 15);

describe('the crafted inputs of each kind, and some damaged ones', () => {
  test.each(kinds.map(({ name }) => name))('%s: each is read or refused with a code', async (name) => {
    const results = await hostile({ names: [name], seed: 7, count, limitSeconds: 60 });
    expect(faultLines(results)).toEqual([]);
    const [{ total, counts }] = results;
    expect(total).toBeGreaterThan(count);
    // Sound files are among them: a reader that refuses everything is no reader.
    expect(counts.read).toBeGreaterThan(0);
    expect(counts.refused).toBeGreaterThan(0);
  });
});

describe('damage', () => {
  const bytes = Uint8Array.from({ length: 100 }, (_, i) => i);

  test('the same seed makes the same damage', () => {
    const made = (seed: number) =>
      Array.from(
        { length: 20 },
        (
          (random) => () =>
            damaged(bytes, random)
        )(seededRandom(seed)),
      );
    expect(made(3)).toEqual(made(3));
    expect(made(3)).not.toEqual(made(4));
  });

  test('the sound file stays as it was', () => {
    const before = Uint8Array.from(bytes);
    const random = seededRandom(1);
    for (let i = 0; i < 50; i++) damaged(bytes, random);
    expect(bytes).toEqual(before);
  });
});

describe('outcomes', () => {
  test('one of our codes is a refusal, all else a fault', () => {
    expect(isFault(outcomeOf(Object.assign(new Error('x'), { code: 'RNP_FILE' })))).toBe(false);
    expect(isFault(outcomeOf(Object.assign(new Error('x'), { code: 'RNP_BUG' })))).toBe(true);
    expect(isFault(outcomeOf(Object.assign(new Error('x'), { code: 'ENOENT' })))).toBe(true);
    expect(isFault(outcomeOf(new TypeError('x')))).toBe(true);
  });

  test('the table counts them', () => {
    const result = {
      title: 'things',
      total: 3,
      counts: { read: 1, refused: 1, untyped: 1, 'too long': 0, crashed: 0 },
      faults: [],
      slowest: { seconds: 1.234, name: 'a' },
      megabytes: 99.6,
    };
    expect(report([result], { machine: 'm', command: 'c' })).toContain(
      '| things | 3 | 1 | 1 | 1 | 0 | 0 | 1.23 | a | 100 |',
    );
  });
});
