import { RnpError } from '@rnp/errors';
import { type Preprocessing, readPreprocessing } from '@rnp/images';

/** @throws RnpError `RNP_DATA_MISMATCH` when it is none, or makes images of another shape */
export function requirePreprocessing(
  name: string,
  preprocessing: Preprocessing,
  imageShape: readonly [number, number, number],
): void {
  try {
    const { size, channels } = readPreprocessing(preprocessing);
    if (String([...size, channels]) === String(imageShape)) return;
    throw new RnpError(
      'RNP_DATA_MISMATCH',
      `${name}: images are [${imageShape}], but the preprocessing makes them [${[...size, channels]}]`,
    );
  } catch (cause) {
    if (!(cause instanceof RnpError) || cause.code === 'RNP_DATA_MISMATCH') throw cause;
    throw new RnpError('RNP_DATA_MISMATCH', `${name}: ${cause.message}`, { cause });
  }
}
