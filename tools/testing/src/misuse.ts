import * as tf from '@tensorflow/tfjs-core';

/** What somebody may give for anything. */
const junk: readonly unknown[] = [
  undefined,
  null,
  7,
  -1,
  0.5,
  Number.NaN,
  'text',
  10n,
  Symbol.iterator,
  {},
  { unknown: 1 },
  [],
  [[1]],
  new Uint8Array(3),
  Promise.resolve(1),
  () => 1,
];

/** Names of the functions of a module, without those of its error classes. */
export function exportedFunctions(module: object): string[] {
  return Object.entries(module)
    .filter(([, value]) => typeof value === 'function' && !(value.prototype instanceof Error))
    .map(([name]) => name)
    .sort();
}

/**
 * Calls a function with right arguments, which must succeed, then with each of them replaced in turn by what is none:
 * undefined, other types, tensors of other types and shapes, one that has been disposed of, options with an unknown name
 * or without one of theirs. That may succeed, or throw an error with a code `RNP_…` and leave no tensor.
 *
 * @throws Error naming the argument and its value that ended in another error
 */
export async function expectOwnErrors(
  call: (...values: unknown[]) => unknown,
  right: readonly unknown[],
): Promise<void> {
  dispose(await call(...right));
  for (const [at, value] of right.entries()) {
    for (const wrong of [...junk, ...unlike(value)]) {
      const before = tf.memory().numTensors;
      try {
        dispose(await call(...Object.assign([...right], { [at]: wrong })));
      } catch (cause) {
        const what = `argument ${at} = ${describe(wrong)}`;
        const { code } = (cause ?? {}) as { readonly code?: unknown };
        if (!String(code).startsWith('RNP_')) {
          throw new Error(`${what}: ${(cause as Error).stack}`, { cause });
        }
        const left = tf.memory().numTensors - before;
        if (left !== 0) throw new Error(`${what}: ${left} tensors left`, { cause });
      }
    }
  }
}

/** Values that are nearly right. */
function unlike(right: unknown): readonly unknown[] {
  if (right instanceof tf.Tensor) {
    const gone = tf.zeros(right.shape);
    gone.dispose();
    const words = tf.tensor(new Array(right.size).fill('a'), right.shape, 'string');
    const wide = tf.zeros([1, 1, 1, 1, 1, 7]);
    return [gone, words, wide, tf.zeros(right.shape, 'int32'), tf.zeros(right.shape, 'bool')];
  }
  if (Array.isArray(right)) return [right.slice(1), [...right, ...right], right.map(() => 'text')];
  if (typeof right !== 'object' || right === null || Object.getPrototypeOf(right) !== Object.prototype)
    return [];
  const lacking = Object.keys(right).map((name) => {
    const { [name]: _, ...others } = right as Readonly<Record<string, unknown>>;
    return others;
  });
  const spoilt = Object.keys(right).map((name) => ({ ...right, [name]: 'text' }));
  return [{ ...right, unknown: 1 }, ...lacking, ...spoilt];
}

function dispose(result: unknown): void {
  if (typeof result === 'object' && result !== null) tf.dispose(result as tf.TensorContainer);
}

function describe(value: unknown): string {
  if (value instanceof tf.Tensor) {
    return `${value.isDisposed ? 'disposed ' : ''}${value.dtype} [${value.shape}]`;
  }
  return typeof value === 'object' && value !== null ? `{${Object.keys(value)}}` : String(value);
}
