/** One object of a store. */
export interface StoredObject {
  readonly key: string;
  /** Its size in bytes. */
  readonly bytes: number;
}

/**
 * A store of whole objects by key, at a place that all machines can reach. It needs no more than S3 offers:
 * objects are written and read whole, and two writers of one key leave one of the two objects, never a
 * mixture.
 *
 * A key is 1 to 512 characters of `A-Z a-z 0-9 . _ / -`, without a leading, trailing or doubled `/`, and no
 * part of it begins with a dot.
 *
 * Every method throws RnpError RNP_STORE, or RNP_CONFIG for an argument of a wrong type.
 */
export interface ObjectStore {
  /** The store's address, for messages. */
  readonly address: string;
  /** Writes an object; replaces one with the same key. Returns when the store keeps it durably. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /**
   * Writes an object unless the key exists. Returns whether it wrote; of several writers at once, one gets
   * `true`.
   */
  putIfAbsent(key: string, bytes: Uint8Array): Promise<boolean>;
  /** Reads the whole object; null if there is none. */
  get(key: string): Promise<Uint8Array | null>;
  /** Lists the objects whose keys begin with `prefix` ('' for all), in the order of their keys. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /** Removes an object; does nothing if there is none. */
  delete(key: string): Promise<void>;
}
