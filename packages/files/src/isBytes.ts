/** Whether this is a Uint8Array: by its name, as one of another frame or context is of another class. */
export function isBytes(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === '[object Uint8Array]';
}
