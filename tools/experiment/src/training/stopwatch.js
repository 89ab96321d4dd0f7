/**
 * Measures what a training takes, over several sessions.
 *
 * @param {{ seconds: number, cpuSeconds: number }} before what earlier sessions took
 * @returns {{ spent(): { seconds: number, cpuSeconds: number }, paused<T>(task: () => Promise<T>): Promise<T> }} `cpuSeconds` are those of
 *   all threads; the time of a paused task does not count
 */
export function stopwatch(before) {
  let begun = now();
  return {
    spent: () => added(before, since(begun)),
    paused: async (task) => {
      const from = now();
      const result = await task();
      begun = added(begun, since(from));
      return result;
    },
  };
}

function now() {
  const { user, system } = process.cpuUsage();
  return { seconds: performance.now() / 1000, cpuSeconds: (user + system) / 1e6 };
}

function since(then) {
  const { seconds, cpuSeconds } = now();
  return { seconds: seconds - then.seconds, cpuSeconds: cpuSeconds - then.cpuSeconds };
}

function added(one, other) {
  return { seconds: one.seconds + other.seconds, cpuSeconds: one.cpuSeconds + other.cpuSeconds };
}
