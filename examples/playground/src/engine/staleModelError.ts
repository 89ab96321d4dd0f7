/** The model that a request was meant for is no longer in use: its answer is of no use to anyone. */
export class StaleModelError extends Error {
  override readonly name = 'StaleModelError';
  readonly code = 'RNP_STALE_MODEL';

  constructor() {
    super('another model is in use by now');
  }
}
