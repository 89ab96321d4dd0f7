import { type Dataset, meanImageSse } from '@rnp/datasets';
import { formatMetric } from '@rnp/viz';
import type { RunSplits } from '../data/runData.js';
import type { ModelTraining } from '../models/modelTraining.js';
import { counted } from '../words/counted.js';

/** Of so many images the light pixels are counted. */
const maxCounted = 1000;

/** What to do about images that are mostly light, or null where they are not: a model draws light on black. */
export function lightAdvice(data: Dataset): string | null {
  const end = Math.floor((Math.min(data.length, maxCounted) * data.images.length) / data.length);
  let light = 0;
  for (let at = 0; at < end; at++) if (data.images[at]! > 127) light++;
  const share = light / end;
  if (share <= 0.5) return null;
  const percent = Math.round(100 * share);
  return `${percent} % of the pixels are light: a model draws light on black and will spend itself on the background. For a folder of images, ?invert=yes exchanges light and dark`;
}

/** What to say of a model that explains held-out images no better than their mean, which takes no learning; null of others. */
export function learnedAdvice(ssePerImage: number, { train, test }: RunSplits): string | null {
  const mean = meanImageSse(train, test);
  if (ssePerImage < mean) return null;
  return `nothing is learned yet: the error of ${formatMetric(ssePerImage)} is not below ${formatMetric(mean)}, that of showing the mean image each time. Train longer, or take more images, images that are more alike, or a smaller size`;
}

/** Fewer steps hardly begin to teach a model. */
const fewSteps = 300;

/**
 * Advice about a trained model that draws these images worse than their mean image does; null for any other
 * model. It names the likeliest cause: too few steps, other images, or weights that another program wrote in
 * another order.
 *
 * @param ssePerImage the model's squared error on these images
 * @param digest of the images (`dataContent`)
 */
export function worseThanMeanAdvice(
  ssePerImage: number,
  data: Dataset,
  { steps, digest: learned, ownWeights }: ModelTraining = { steps: null, digest: null, ownWeights: false },
  digest: string | null = null,
): string | null {
  const mean = meanImageSse(data, data);
  if (ssePerImage <= mean) return null;
  const own = learned !== null && learned === digest;
  const images = own ? (data.split === 'train' ? 'these very images' : 'images like these') : 'other images';
  const order = ownWeights
    ? ''
    : ', or its weights are out of order: Python has to write arrays through np.ascontiguousarray';
  const cause =
    steps !== null && steps < fewSteps
      ? `It was trained for ${counted(steps, 'step')}; more training is the likely cure`
      : `It was trained on ${images}${own ? ', so its training went wrong' : ''}${order}`;
  return `the error of ${formatMetric(ssePerImage)} is above ${formatMetric(mean)}, that of showing the mean image each time. ${cause}`;
}
