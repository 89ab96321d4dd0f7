import type { TrainingConfig } from './trainingSettings.js';

/** The `clipNorm` that warnings advise: in a run that learns, the gradient's norm is seldom larger. */
export const usualClipNorm = 10;

/** What to change of a run whose error rises: what its settings say is not advised again. */
export function divergenceAdvice({
  learningRate,
  clipNorm,
  batchSize,
}: Pick<TrainingConfig, 'learningRate' | 'clipNorm' | 'batchSize'>): string {
  const clip = clipNorm === null || clipNorm > usualClipNorm ? [`set clipNorm=${usualClipNorm}`] : [];
  const changes = [
    `lower learningRate (${learningRate} now)`,
    ...clip,
    `take a larger batchSize (${batchSize} now)`,
    'or use a smaller scaleOffset',
  ];
  const text = changes.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
