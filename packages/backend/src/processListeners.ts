type Listener = (...values: unknown[]) => void;

/** The events that Emscripten's loader listens to in Node. */
const events = ['uncaughtException', 'unhandledRejection'] as const;

/** What the loader adds: functions that throw their argument again. Whatever else was added meanwhile is the program's own. */
const rethrows =
  /^function\s*\((\w+)\)\s*\{\s*(if\s*\(!\(\1 instanceof \w+\)\)\s*\{?\s*)?throw \1;?\s*\}?\s*\}$/;

/**
 * Runs `start`, which loads an Emscripten program, and takes away the listeners that its loader leaves in Node. They throw
 * every uncaught error again, so that Node prints the loader's source, all on one line, before the error.
 */
export async function withoutLoaderListeners<T>(start: () => Promise<T>): Promise<T> {
  const before = listeners();
  try {
    return await start();
  } finally {
    const after = listeners();
    for (const event of events) {
      for (const listener of after[event]) {
        if (!before[event].includes(listener) && rethrows.test(String(listener))) {
          process.off(event, listener);
        }
      }
    }
  }
}

/**
 * Runs `stop`, which ends an Emscripten program, and puts the program's own listeners back: the loader takes away all that
 * there were when it began.
 */
export function keepingListeners(stop: () => void): void {
  const before = listeners();
  try {
    stop();
  } finally {
    const after = listeners();
    for (const event of events) {
      for (const listener of before[event]) {
        if (!after[event].includes(listener) && !rethrows.test(String(listener))) process.on(event, listener);
      }
    }
  }
}

function listeners(): Readonly<Record<(typeof events)[number], readonly Listener[]>> {
  const { process } = globalThis as { readonly process?: NodeJS.Process };
  const of = (event: (typeof events)[number]): Listener[] =>
    typeof process?.rawListeners === 'function' ? (process.rawListeners(event as 'exit') as Listener[]) : [];
  return { uncaughtException: of('uncaughtException'), unhandledRejection: of('unhandledRejection') };
}
