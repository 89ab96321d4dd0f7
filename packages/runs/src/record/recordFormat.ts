import { UsageError } from '../errors.js';

export const recordSchemaName = 'rnp-run';
export const recordVersion = 1;

/** Of a record that is whole, but not of a kind that is known here: nothing may be written over it. */
export class OtherFormat extends UsageError {}

/**
 * Sees that a run's record is not one of a later version, which would look damaged here.
 *
 * @param content what is in the file
 * @throws OtherFormat naming it
 */
export function requireKnownFormat(content: unknown, path: string): void {
  const { schema, version } = (content ?? {}) as Readonly<Record<string, unknown>>;
  const advice = 'it needs a newer version of this program';
  if (typeof schema === 'string' && schema !== recordSchemaName) {
    throw new OtherFormat(
      `${path} has the schema ${JSON.stringify(schema)}, where this version knows "${recordSchemaName}": it was made by a newer version, or by something else; ${advice}`,
    );
  }
  if (typeof version === 'number' && version > recordVersion) {
    throw new OtherFormat(
      `${path} is of version ${version}, where this version knows ${recordVersion}: it was made by a newer one; ${advice}`,
    );
  }
}
