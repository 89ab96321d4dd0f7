import type { Raster } from '@rnp/viz';
import { useMemo } from 'preact/hooks';
import { loaded } from '../app/state.js';
import { type LibraryImage, samePixels } from './library.js';
import { PixelCanvas } from './PixelCanvas.js';

export interface LibraryStripProps {
  readonly legend: string;
  readonly images: readonly LibraryImage[];
  readonly chosen?: LibraryImage | null;
  readonly onChoose: (image: LibraryImage) => void;
}

/** Images to begin with, as buttons. */
export function LibraryStrip({ legend, images, chosen, onChoose }: LibraryStripProps) {
  if (images.length === 0) return null;
  return (
    <div class="strip" role="group" aria-label={legend}>
      {images.map((image) => (
        <button
          key={image.label}
          type="button"
          aria-label={image.label}
          aria-pressed={samePixels(image.pixels, chosen?.pixels)}
          onClick={() => onChoose(image)}
        >
          <ImageCanvas pixels={image.pixels} />
        </button>
      ))}
    </div>
  );
}

/** Images of a model keep their arrays; another model brings others. */
function ImageCanvas({ pixels }: Pick<LibraryImage, 'pixels'>) {
  return <PixelCanvas raster={useMemo(() => rasterOf(pixels), [pixels])} />;
}

/** Pixels in the shape of the model's images. */
export function rasterOf(pixels: Float32Array): Raster {
  const [height, width, channels] = loaded.value!.config.imageShape;
  return { width, height, channels, data: pixels };
}
