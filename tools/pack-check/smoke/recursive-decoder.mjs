import assert from 'node:assert/strict';
import { useBackend } from '@rnp/backend';
import { createRandom } from '@rnp/nn';
import { decoderConfig, initDecoder, parseTrees, render, renderTree, unroll } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';

await useBackend('wasm');
const config = decoderConfig({ imageShape: [12, 12, 1], latent: 4, childrenPerLevel: [2, 2] });
const program = tf.tensor2d([1, -1, 0.5, 0], [1, 4]);
const unrolled = unroll(initDecoder(config, createRandom(1)), config, program);
assert.deepEqual(render(unrolled, config).canvas.shape, [1, 12, 12, 1]);
const [tree] = await parseTrees(unrolled, config);
assert.equal(tree.root.children.length, 2);
assert.equal(renderTree(tree, { width: 30, height: 20 }).data.length, 600);
