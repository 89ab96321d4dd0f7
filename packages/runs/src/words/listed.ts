import type { Wording } from '@rnp/errors';

/** Several parts of a message with commas between them. */
export function listed(parts: readonly Wording[]): Wording {
  return parts.flatMap((part, i) => (i === 0 ? part : [', ', ...part]));
}
