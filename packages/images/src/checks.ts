import { type ArgumentChecks, argumentChecks } from './argumentChecks.js';
import { ImageError } from './errors.js';

/** Checks of options: RNP_IMAGE_OPTION. */
export const check: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, complaint) => new ImageError('RNP_IMAGE_OPTION', complaint, { path }),
);

/** Checks of rasters: RNP_IMAGE_RASTER. */
export const checkPixels: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, complaint) => new ImageError('RNP_IMAGE_RASTER', complaint, { path }),
);
