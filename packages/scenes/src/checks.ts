import { type ArgumentChecks, argumentChecks, RnpError } from '@rnp/errors';

/** Checks of options: RNP_CONFIG. */
export const checkOption: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, complaint) => new RnpError('RNP_CONFIG', complaint, { path }),
);

/** Checks of trees: RNP_PARSE_TREE. */
export const checkTree: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, complaint) => new RnpError('RNP_PARSE_TREE', complaint, { path }),
);

/** Checks of canvases: RNP_IMAGES. */
export const checkCanvas: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, complaint) => new RnpError('RNP_IMAGES', complaint, { path }),
);
