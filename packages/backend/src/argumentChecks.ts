import { type Checks, checksWith } from './checks.js';
import { BackendError } from './errors.js';

/** Checks of arguments: RNP_BACKEND_OPTION. */
export const check: Checks = /* @__PURE__ */ checksWith(
  (path, has, needs) => new BackendError('RNP_BACKEND_OPTION', `${path} is ${has}; it must be ${needs}`),
);
