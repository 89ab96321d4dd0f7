import { formatMetric } from '@rnp/viz';
import { check, isCount, orNull } from '../checks.js';
import { counted } from '../words/counted.js';
import { levelNames } from './levelNames.js';
import type { EvaluationFigures, InferredFigures } from './metrics.js';

/**
 * The figures of a model as rows of a table for people: name, value, unit or meaning.
 *
 * @param childrenPerLevel parts per program at each level, top level first; empty for a model without parts
 * @param look how images were looked at; the KL is the encoder's, also where trees were inferred
 */
export function figureRows(
  figures: EvaluationFigures,
  childrenPerLevel: readonly number[],
  look: { readonly type: 'encoder' | 'inferred' } = { type: 'encoder' },
): readonly (readonly [name: string, value: string, meaning: string])[] {
  check.object('figures', figures);
  check.list('childrenPerLevel', childrenPerLevel, isCount);
  check.object('look', look);
  const { ssePerImage, purity, effectiveChildren, klPerImage, images, data, split, backend } = figures;
  for (const [name, value] of Object.entries({ ssePerImage, klPerImage, images })) {
    check.number(`figures.${name}`, value);
  }
  for (const [name, value] of Object.entries({ data, split, backend })) check.text(`figures.${name}`, value);
  for (const [name, value] of Object.entries({ purity, effectiveChildren })) {
    orNull(check.list)(`figures.${name}`, value);
  }
  const levels = levelNames(childrenPerLevel.length).join(' / ');
  const of = `${levels}, of ${childrenPerLevel.join(' / ')}`;
  return [
    ['SSE per image', formatMetric(ssePerImage), 'squared error over all pixels'],
    ...(purity === null ? [] : [['purity', formatMetric(purity), `${levels}; 1: no overlap`] as const]),
    ...(effectiveChildren === null
      ? []
      : [['effective children', formatMetric(effectiveChildren), of] as const]),
    [
      'KL per image',
      formatMetric(klPerImage),
      `nats, from the prior${look.type === 'inferred' ? '; of the encoder’s own look' : ''}`,
    ],
    ['images', formatMetric(images), `${data}, split ${split}, on ${backend}`],
  ];
}

/**
 * What inference finds of a model's images, as rows of a table for people: name, value, unit or meaning.
 *
 * @param childrenPerLevel parts per program at each level, top level first
 */
export function inferredRows(
  inferred: InferredFigures,
  childrenPerLevel: readonly number[],
): readonly (readonly [name: string, value: string, meaning: string])[] {
  check.object('inferred', inferred);
  check.list('childrenPerLevel', childrenPerLevel, isCount);
  const { steps, ssePerImage, purity, effectiveChildren } = inferred;
  for (const [name, value] of Object.entries({ steps, ssePerImage })) check.number(`inferred.${name}`, value);
  for (const [name, value] of Object.entries({ purity, effectiveChildren })) {
    orNull(check.list)(`inferred.${name}`, value);
  }
  const levels = levelNames(childrenPerLevel.length).join(' / ');
  return [
    ['SSE, inferred', formatMetric(ssePerImage), `after ${counted(steps, 'step')} of inference`],
    ...(purity === null ? [] : [['purity, inferred', formatMetric(purity), levels] as const]),
    ...(effectiveChildren === null
      ? []
      : [['children, inferred', formatMetric(effectiveChildren), `effective; ${levels}`] as const]),
  ];
}
