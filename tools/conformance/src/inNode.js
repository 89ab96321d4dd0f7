// A process of its own for each backend: node inNode.js BACKEND. Writes lines of JSON.
import { useBackend } from '@rnp/backend';
import { tfjsNodeLoader } from '@rnp-tools/tensorflow';
import * as tf from '@tensorflow/tfjs-core';
import { accuracy } from './accuracy.js';
import { goldenValues, reference } from './goldenValues.js';
import { millisecondsAStep } from './speed.js';
import { suite } from './suite.js';

const [backend, mode] = process.argv.slice(2);
const say = (line) => console.log(JSON.stringify(line));

tf.env().set('PROD', true);
try {
  await useBackend(backend, { load: tfjsNodeLoader() });
} catch (error) {
  say({ skipped: error.message });
  process.exit(0);
}
if (mode === '--speed') say({ milliseconds: await millisecondsAStep() });
else if (mode === '--accuracy') say({ accuracy: await accuracy() });
else {
  const held = mode === '--write-reference' ? null : reference();
  for await (const result of suite({ golden: goldenValues(), reference: held, modelFrom: null })) say(result);
}
process.exit(0);
