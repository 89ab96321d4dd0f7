import { formatMetric, type Raster } from '@rnp/viz';

/** How well a drawing explains an image, in words: its squared error over pixels, beside that of an empty canvas. */
export function errorWords(image: Raster, drawn: Raster): string {
  let [missed, all] = [0, 0];
  image.data.forEach((value, at) => {
    missed += (value - drawn.data[at]!) ** 2;
    all += value ** 2;
  });
  const share = all > 0 ? `, ${Math.round((100 * missed) / all)} % of that of an empty canvas` : '';
  return `a squared error of ${formatMetric(missed)}${share}`;
}
