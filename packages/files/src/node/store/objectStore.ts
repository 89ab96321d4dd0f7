/** One object of a store. */
export interface StoredObject {
  readonly key: string;
  /** Its size in bytes. */
  readonly bytes: number;
}

/**
 * Whole objects by key, on whatever all machines can reach. It asks for no more than S3 and its like can do: objects are written
 * and read whole, and two writers of one key leave one of the two, never a mixture.
 *
 * A key is 1 to 512 characters of `A-Z a-z 0-9 . _ / -`, without a leading or doubled `/`, and no part of it begins with a dot.
 * Every method fails with `RnpError`: `RNP_STORE`, and `RNP_CONFIG` for arguments of a wrong type.
 */
export interface ObjectStore {
  /** Where it is, for people. */
  readonly address: string;
  /** Writes an object, or writes it anew. When this returns, it is on the disk. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Writes an object unless there is one, and says whether it did; of many that try at once, one is told `true`. */
  putIfAbsent(key: string, bytes: Uint8Array): Promise<boolean>;
  /** The whole object, or null where there is none. */
  get(key: string): Promise<Uint8Array | null>;
  /** The objects whose keys begin with `prefix` (all for ''), in the order of their keys. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /** Removes an object; where there is none, nothing happens. */
  delete(key: string): Promise<void>;
}
