import { expect, test } from '@jest/globals';
import { option } from '@rnp/errors';
import { inFlags } from '../src/terminal/inFlags.js';

test.each([
  [option('limits.steps', 3), '--max-steps 3'],
  [option('folders', '/my photos'), "--folders '/my photos'"],
  [option('overwrite', true), '--overwrite'],
  [option('set', ['latent=3', 'levels=2']), '--set latent=3 levels=2'],
  [option('seeds', [1, 2]), '--seeds 1,2'],
  [option('recipe'), '--preset'],
  [option('recipe', 'quick-start'), 'rnp train --preset quick-start'],
  [option('resume', true), '--resume'],
  [option('resume', 'my runs/a'), "rnp train --resume 'my runs/a'"],
  [
    option('adapt', { model: 'runs/a', kept: 'encoder and hypernetworks' }),
    'rnp adapt --model runs/a --keep-encoder',
  ],
])('%j is %s', (named, flag) => {
  expect(inFlags([named])).toBe(flag);
});

test.each([
  [option('adapt', null), '--adapt null'],
  [option('adapt', { model: 1, kept: 'toString' }), `--adapt '{"model":1,"kept":"toString"}'`],
  [option('set', [1, null]), '--set 1 null'],
  [option('out', { a: 1 }), `--out '{"a":1}'`],
])('what came from a queue, and is none of ours, is shown: %j', (named, flag) => {
  expect(inFlags([named])).toBe(flag);
});

test.each([
  ['training.learning: is none', 'learning: is none'],
  ['training.overlap[1]: is none', 'overlap[1]: is none'],
  ['training.json: is none', 'training.json: is none'],
  ['sweep.yaml: training.beta: is none', 'sweep.yaml: training.beta: is none'],
  ['border: is none', 'border: is none'],
  ['options.noise: is none', '--noise: is none'],
  ['options.maxSeconds: is none', '--max-seconds: is none'],
  ['options.noise[0]: is none', '--noise[0]: is none'],
  ['options.json: is none', 'options.json: is none'],
])('%s: what is wrong is named as it is typed', (message, told) => {
  expect(inFlags(message)).toBe(told);
});
