import { join } from 'node:path';
import { damagedFiles } from '../damage.js';
import { command } from '../quiet.js';

const sound = `base:
  preset: quick-start
  data: digits
  set: { steps: 3, batchSize: 4, warmup: 1 }
grid:
  overlap: [0, 0.01]
seeds: [1, 2]
`;

const list = (count) => `[${Array.from({ length: count }, (_, i) => i + 1)}]`;

function* crafted() {
  yield ['a sweep', sound];
  yield [
    'a grid of 10^8 runs',
    `base: { data: digits }\ngrid:\n${['latent', 'hidden', 'hyperHidden', 'batchSize'].map((key) => `  ${key}: ${list(100)}\n`).join('')}`,
  ];
  yield [
    '10,000 seeds of 100 settings',
    `base: { data: digits }\ngrid: { latent: ${list(100)} }\nseeds: ${list(10_000)}`,
  ];
  yield [
    '10,000 keys',
    `base: { data: digits }\ngrid:\n${Array.from({ length: 10_000 }, (_, i) => `  key${i}: [1]\n`).join('')}`,
  ];
  yield ['an alias to itself', 'base: &a { data: digits, set: *a }'];
  yield ['__proto__ in a grid', 'base: { data: digits }\ngrid: { __proto__: [1, 2] }'];
  yield ['an unknown key', `${sound}gird: { overlap: [1] }`];
  yield ['half a step', 'base: { data: digits, set: { steps: 2.5 } }\nseeds: [1]'];
  yield ['a setting that is not there', 'base: { data: digits, set: { latnet: 8 } }\nseeds: [1]'];
  yield [
    'a value out of range, late in the grid',
    'base: { data: digits }\ngrid: { overlap: [0, -1] }\nseeds: [1]',
  ];
  for (const [what, text] of [
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['a number', '5'],
    ['no YAML', '{'],
  ])
    yield [what, text];
  yield ['100,000 brackets', '['.repeat(100_000)];
  yield ['a tag', 'base: !!js/function "x"'];
  yield ['control characters in a name', 'base: { data: "a\\e]0;b\\a\\u009b2J\\u202eg" }\nseeds: [1]'];
}

const bytesOf = (text) => new TextEncoder().encode(text);

export const name = 'sweep';
export const title = 'sweep files';

export function* inputs(random, count) {
  for (const [what, text] of crafted()) yield { name: what, files: { 's.yaml': bytesOf(text) } };
  for (const { name: what, bytes } of damagedFiles({ sweep: bytesOf(sound) }, random, count)) {
    yield { name: what, files: { 's.yaml': bytes } };
  }
}

export const probe = (dir) => command('sweep', join(dir, 's.yaml'), '--dry-run', '--out', join(dir, 'out'));
