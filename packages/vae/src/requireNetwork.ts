import { checkSetting } from './checks.js';
import type { Encoder } from './encoder/encoder.js';
import { requireImageShape } from './imageShape.js';
import type { Network } from './network.js';
import { requireNoiseScale } from './posterior.js';

/** Networks that were found right: one is looked at once, not at every step of a training. */
const seen = new WeakSet<object>();

/** @throws RnpError RNP_CONFIG unless this is a whole network, as `rnpNetwork` and `convVaeNetwork` make it */
export function requireNetwork(network: Network): void {
  if (typeof network === 'object' && network !== null && seen.has(network)) return;
  checkSetting.object('network', network);
  requireImageShape('network.imageShape', network.imageShape);
  checkSetting.wholeNumber('network.latent', network.latent, 1);
  requireNoiseScale('network.noiseScale', network.noiseScale);
  requireEncoder('network.encoder', network.encoder);
  const { decoder, spec } = network;
  checkSetting.object('network.decoder', decoder);
  requireShapes('network.decoder.shapes', decoder.shapes);
  checkSetting.list('network.decoder.normed', decoder.normed, checkSetting.text);
  for (const name of ['init', 'decode'] as const) {
    checkSetting.callable(`network.decoder.${name}`, decoder[name]);
  }
  if (spec !== undefined) {
    checkSetting.object('network.spec', spec);
    checkSetting.choice('network.spec.kind', spec.kind, ['rnp', 'conv-vae']);
    checkSetting.object('network.spec.config', spec.config);
  }
  seen.add(network);
}

/** @throws RnpError RNP_CONFIG */
export function requireEncoder(path: string, encoder: Encoder): void {
  checkSetting.object(path, encoder);
  requireShapes(`${path}.shapes`, encoder.shapes);
  requireShapes(`${path}.runningShapes`, encoder.runningShapes);
  for (const name of ['init', 'encode'] as const) checkSetting.callable(`${path}.${name}`, encoder[name]);
}

function requireShapes(path: string, shapes: unknown): void {
  checkSetting.object(path, shapes);
  for (const [name, shape] of Object.entries(shapes as object)) {
    checkSetting.numbers(`${path}["${name}"]`, shape);
  }
}
