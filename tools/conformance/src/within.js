/**
 * Waits for something, but not for ever.
 *
 * @template T
 * @param {number} seconds
 * @param {Promise<T>} promise what it comes to after that, nobody hears
 * @returns {Promise<{ value: T } | undefined>} undefined once the time is over
 */
export async function within(seconds, promise) {
  let timer;
  const over = new Promise((resolve) => {
    timer = setTimeout(resolve, 1000 * seconds);
  });
  promise.catch(() => {});
  try {
    return await Promise.race([promise.then((value) => ({ value })), over]);
  } finally {
    clearTimeout(timer);
  }
}
