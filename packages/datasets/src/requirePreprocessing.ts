import { RnpError } from '@rnp/errors';
import { type Preprocessing, readPreprocessing } from '@rnp/images';

/** @throws RnpError `RNP_CONFIG` when it is none; `RNP_DATA_MISMATCH` when it makes images of another shape */
export function requirePreprocessing(
  name: string,
  preprocessing: Preprocessing,
  imageShape: readonly [number, number, number],
): void {
  const { size, channels } = readPreprocessing(preprocessing);
  if (String([...size, channels]) === String(imageShape)) return;
  throw new RnpError(
    'RNP_DATA_MISMATCH',
    `${name}: images are [${imageShape}], but the preprocessing makes them [${[...size, channels]}]`,
  );
}
