/** Ends of an input, from good to bad. The last three are faults. */
export const ends = ['read', 'refused', 'untyped', 'too long', 'crashed'];

export const isFault = ({ end }) => ends.indexOf(end) >= ends.indexOf('untyped');

/** @returns what an error is: refused by one of our codes, or an error nobody foresaw */
export function outcomeOf(error) {
  const code = error?.code;
  if (typeof code === 'string' && code.startsWith('RNP_') && code !== 'RNP_BUG')
    return { end: 'refused', code };
  return { end: 'untyped', reason: `${error?.name ?? 'Error'}: ${error?.message ?? error}`.slice(0, 300) };
}
