import * as tf from '@tensorflow/tfjs-core';
import { messageFault } from './messageFault.js';

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

/** What somebody may give for an option. */
const badSettings: readonly unknown[] = [null, -1, Number.NaN, 'text', Symbol.iterator, {}, []];

/** No function has more options. */
const maxOptions = 26;

/** A public function. */
export type Call = (...values: unknown[]) => unknown;

/** Names of the functions of a module, and of its classes, which are called with `new`. */
export function exportedFunctions(module: object): string[] {
  return Object.entries(module)
    .filter(([, value]) => typeof value === 'function')
    .map(([name]) => name)
    .sort();
}

/** A class as what calls its constructor; any other function as it is. */
function callOf(given: Call): Call {
  return /^class\b/.test(String(given)) ? (...values) => void Reflect.construct(given, values) : given;
}

/** How calls with wrong arguments ended. */
export interface Misuse {
  /** Calls made. */
  readonly calls: number;
  /** Calls that did not end as they must, with the argument and how they ended. */
  readonly faults: readonly string[];
}

/**
 * Calls a function, or a class's constructor, with right arguments, which must succeed, then without the later ones, then with each of
 * them replaced in turn by what is none:
 * undefined, other types, tensors of other types and shapes, one that has been disposed of, options with an unknown
 * name, without one of theirs or with a wrong value for one. That may succeed, or throw an error with a code `RNP_…` and
 * leave no tensor, and whose words and path name what is at fault (`messageFault`). Anything else is a fault, and so is the answer NaN, or
 * any answer where an object is null, or an option.
 *
 * @param mayBeNull names of options of which null is a value
 */
export async function misuse(
  given: Call,
  right: readonly unknown[],
  mayBeNull: readonly string[] = [],
): Promise<Misuse> {
  const call = callOf(given);
  dispose(await call(...right));
  const faults: string[] = [];
  let calls = 0;
  // Whoever forgets the later arguments gives none of them, and the first ones right.
  for (const given of right.keys()) {
    calls++;
    const fault = await faultOf(call, right.slice(0, given), false);
    if (fault !== null) faults.push(`only ${given} of ${right.length} arguments: ${fault}`);
  }
  for (const [at, value] of right.entries()) {
    const strict = isPlain(value) && (await refusesUnknown(call, right, at));
    for (const wrong of [...junk, ...unlike(value)]) {
      calls++;
      // Who means no options leaves them out: null is a mistake, such as a lookup that found nothing; so it is for one option.
      const never = isPlain(value) && (wrong === null || (strict && nullIn(wrong, value, mayBeNull)));
      const fault = await faultOf(call, Object.assign([...right], { [at]: wrong }), never);
      if (fault !== null) faults.push(`argument ${at} = ${describe(wrong)}: ${fault}`);
    }
  }
  return { calls, faults };
}

/**
 * @param mayBeNull names of options of which null is a value
 * @throws Error naming every argument and its value that ended in an error of another kind, or left tensors
 */
export async function expectOwnErrors(
  call: Call,
  right: readonly unknown[],
  mayBeNull: readonly string[] = [],
): Promise<void> {
  const { calls, faults } = await misuse(call, right, mayBeNull);
  if (faults.length === 0) return;
  throw new Error(`${faults.length} of ${calls} calls:\n${faults.join('\n')}`);
}

/** @param never such a call must not succeed */
async function faultOf(call: Call, values: readonly unknown[], never: boolean): Promise<string | null> {
  // Not tf.memory(), which asks for a backend, that not every package has.
  const before = tf.engine().state.numTensors;
  try {
    const result = await call(...values);
    dispose(result);
    if (never) return 'is accepted';
    return Number.isNaN(result) ? 'the answer is NaN' : null;
  } catch (cause) {
    const { code } = (cause ?? {}) as { readonly code?: unknown };
    if (!String(code).startsWith('RNP_')) return shortStack(cause);
    const left = tf.engine().state.numTensors - before;
    return left === 0 ? messageFault(cause) : `${left} tensors left`;
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
  if (Array.isArray(right)) {
    // The first entry stands for all: what is nearly one, such as an object without one of its fields.
    const nearly = isPlain(right[0]) ? unlike(right[0]).map((entry) => [entry, ...right.slice(1)]) : [];
    return [right.slice(1), [...right, ...right], right.map(() => 'text'), ...nearly];
  }
  if (!isPlain(right)) return [];
  const names = Object.keys(right);
  // Of weights by name the first and the last stand for all.
  const probed = names.length > maxOptions ? [names[0]!, names.at(-1)!] : names;
  const lacking = probed.map((name) => {
    const { [name]: _, ...others } = right;
    return others;
  });
  const spoilt = probed.flatMap((name) =>
    [...badSettings, ...(isListOfPlain(right[name]) ? unlike(right[name]) : [])].map((setting) => ({
      ...right,
      [name]: setting,
    })),
  );
  return [{ ...right, unknown: 1 }, ...lacking, ...spoilt];
}

/** Whether an argument is options, of which each has its name: more entries of what is only data do no harm. */
async function refusesUnknown(call: Call, right: readonly unknown[], at: number): Promise<boolean> {
  try {
    const unknown = { ...(right[at] as object), unknown: 1 };
    dispose(await call(...Object.assign([...right], { [at]: unknown })));
    return false;
  } catch {
    return true;
  }
}

/** Whether an option is null that was not, and must not be. */
function nullIn(
  wrong: unknown,
  right: Readonly<Record<string, unknown>>,
  mayBeNull: readonly string[],
): boolean {
  if (!isPlain(wrong)) return false;
  return Object.entries(right).some(
    ([name, value]) => value !== null && wrong[name] === null && !mayBeNull.includes(name),
  );
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** A list of objects in an option is tried as a list that is an argument: its entries, too. */
function isListOfPlain(value: unknown): boolean {
  return Array.isArray(value) && isPlain(value[0]);
}

function dispose(result: unknown): void {
  if (typeof result !== 'object' || result === null) return;
  // No tensor is among bytes, of which tf.dispose would look at each.
  if (ArrayBuffer.isView(result)) return;
  const owner = result as { readonly dispose?: unknown };
  if (typeof owner.dispose === 'function') owner.dispose();
  else if (isPlain(result)) Object.values(result).forEach(dispose);
  else tf.dispose(result as tf.TensorContainer);
}

function shortStack(cause: unknown): string {
  const stack = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return stack.split('\n').slice(0, 4).join('\n');
}

function describe(value: unknown): string {
  if (value instanceof tf.Tensor) {
    return `${value.isDisposed ? 'disposed ' : ''}${value.dtype} [${value.shape}]`;
  }
  if (Array.isArray(value)) return `[${value.map(String)}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([name, entry]) =>
    typeof entry === 'object' && entry !== null ? name : `${name}: ${String(entry)}`,
  );
  return `{${entries.join(', ').slice(0, 200)}}`;
}
