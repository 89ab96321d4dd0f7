import { describe, expect, test } from '@jest/globals';
import { findChromium } from '@rnp-tools/browser-testing';
import { inLong } from '@rnp-tools/testing/long';
import { environments, runIn } from '../src/environments.js';
import { judged } from '../src/exclusions.js';
import { withRows } from '../src/report.js';
import { holds } from '../src/suite.js';

/** In software a graphics backend takes minutes: `npm run conformance` runs those. */
const quick = environments.filter(({ graphics }) => graphics === undefined);

/** Why an environment cannot be here, or undefined; one that can be and does not start is a failure. */
function missing({ backend, place }: (typeof environments)[number]): string | undefined {
  if (place === 'chromium' && findChromium() === undefined) return 'there is no Chromium here';
  return backend === 'tensorflow' && !process.env.RNP_TFJS_NODE ? 'RNP_TFJS_NODE is not set' : undefined;
}

/** Where most will run. On cpu the packages compare the same values, each its own. */
const usual = ({ id }: (typeof environments)[number]): boolean => ['wasm-node', 'wasm-chromium'].includes(id);

describe.each(quick.filter(usual))('$label', isAsOthers);
inLong(describe).each(quick.filter((environment) => !usual(environment)))('$label', isAsOthers);

function isAsOthers(environment: (typeof environments)[number]): void {
  const reason = missing(environment);
  if (reason !== undefined) {
    test.skip(`skipped: ${reason}`, () => {});
    return;
  }
  test('is as the others, but for what is excluded', async () => {
    const { skipped, results } = await runIn(environment);
    expect(skipped).toBeUndefined();
    expect(judged(environment.id, results, holds).failures).toEqual([]);
    expect(results.length).toBeGreaterThan(30);
  });
}

test('an exclusion that holds, and a miss that is none, are told', () => {
  const results = [
    { group: 'golden', name: 'a', ratio: 0.5, where: 'a[0]' },
    { group: 'golden', name: 'b', ratio: 3, where: 'b[1]' },
    { group: 'golden', name: 'c', ratio: 3, where: 'c[2]' },
    { group: 'golden', name: 'd', ratio: 3, rounding: true, where: 'd[3]' },
  ];
  const known = ['a', 'b'].map((name) => ({ environment: 'here', name, reason: 'known' }));
  const { passed, failures } = judged('here', results, holds, known);
  expect(passed).toBe(2);
  expect(failures).toEqual([
    'c is off by 3.00 of what is allowed, at c[2]',
    'a is excluded and holds: take it out of exclusions.js',
  ]);
});

const inChromium = findChromium() === undefined ? test.skip : test;
inChromium(
  'a part that does not end in its time is told, is no pass, and keeps no other from its turn',
  async () => {
    const environment = environments.find(({ id }) => id === 'cpu-chromium')!;
    const { results } = await runIn(environment, { limit: 1e-3, parts: ['affine', 'training'] });
    expect(results.map(({ name, unfinished }) => [name, unfinished])).toEqual([
      ['affine', 1e-3],
      ['training', 1e-3],
    ]);
    const { passed, failures } = judged('here', results, holds, []);
    expect(passed).toBe(0);
    expect(failures).toContain('training did not end within 0.001 s');
  },
);

test('rows of a table can be made anew, and others added, with the rest as it is', () => {
  const document = [
    'Words.',
    '<!-- table: npm run conformance -- --write -->',
    'Made on a day.',
    '| where | passed |\n| ----- | ------ |\n| a     | 1      |\n| b     | 1      |',
    '<!-- end of table -->',
    'More words.',
  ].join('\n\n');
  const again = withRows(
    document,
    'made on another.',
    '| where | passed |\n| - | - |\n| b | 22 |\n| c | 3 |',
  );
  expect(again).toBe(
    document
      .replace('Made on a day.', 'Made on a day.\n\n_b_, _c_: made on another.')
      .replace('| b     | 1      |', '| b     | 22     |\n| c     | 3      |'),
  );
});
