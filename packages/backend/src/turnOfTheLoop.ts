/**
 * Lets timers, signals and messages in between two steps of work, without the delay that a timer of its own would add: a backend may answer
 * without a turn of the event loop, and then nothing else would be heard.
 */
export function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') {
      // The first may come before the timers, the second has them behind it.
      setImmediate(() => setImmediate(resolve));
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
