import { type ArgumentChecks, argumentChecks, RnpError } from '@rnp/errors';

/** Checks of options: RNP_CONFIG. */
export const check: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, complaint) => new RnpError('RNP_CONFIG', complaint, { path }),
);

/** Checks of rasters: RNP_IMAGE_RASTER. */
export const checkPixels: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, complaint) => new RnpError('RNP_IMAGE_RASTER', complaint, { path }),
);
