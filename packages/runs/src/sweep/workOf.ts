import { sha256 } from '@rnp/files/node';
import { convVaeLike, type RnpConfig } from '@rnp/vae';
import { runShapes } from '../settings/networkKind.js';
import { effective } from '../settings/requireEffect.js';
import type { CompleteSettings } from '../settings/settingTypes.js';
import { canonicalJson } from './runKey.js';

/** What a run does, however its settings say it: runs of one text end with the same numbers. */
export function workOf(settings: CompleteSettings, digest: string): string {
  const { model, network, training, ...others } = effective(settings);
  const trained = network === 'conv-vae' ? convVaeLike(model) : withoutFullCanvas(model);
  const frozen = frozenNames(settings);
  return sha256(canonicalJson({ ...others, network, trained, training: { ...training, frozen }, digest }));
}

/** A canvas of the image's size is what there is without one. */
function withoutFullCanvas({ canvas, ...model }: RnpConfig): RnpConfig {
  const [height, width] = model.imageShape;
  const isFull = canvas?.[0] === height && canvas[1] === width;
  return { ...model, ...(canvas && !isFull && { canvas }) };
}

/** Which parameters stay as they are, whatever beginnings of names say so. */
function frozenNames({ network, model, training: { frozen } }: CompleteSettings): readonly string[] {
  if (frozen.length === 0) return [];
  const { parameters } = runShapes(network, model);
  return Object.keys(parameters).filter((name) => frozen.some((prefix) => name.startsWith(prefix)));
}
