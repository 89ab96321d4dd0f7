/** Whether this is a Uint8Array; checked by name, because one of another frame or context has another class. */
export function isBytes(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === '[object Uint8Array]';
}
