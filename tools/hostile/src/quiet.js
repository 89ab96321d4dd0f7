import { main } from '@rnp/cli';

/**
 * Runs the command in this process, what it prints kept from the terminal.
 *
 * @returns {Promise<{ exitCode: number, printed: string }>}
 */
async function quiet(...args) {
  const { write: toOut } = process.stdout;
  const { write: toErr } = process.stderr;
  let printed = '';
  const keep = (chunk, encoding, done) => {
    if (printed.length < 1e6) printed += chunk;
    (typeof encoding === 'function' ? encoding : done)?.();
    return true;
  };
  process.stdout.write = keep;
  process.stderr.write = keep;
  try {
    return { exitCode: await main(args.flat()), printed };
  } finally {
    process.stdout.write = toOut;
    process.stderr.write = toErr;
  }
}

/** How a command failed, as it told a person. */
class CommandFailure extends Error {
  /** Messages carry no code; what nobody foresaw comes with a stack. */
  get code() {
    return /^\s+at /m.test(this.message) ? 'RNP_BUG' : 'RNP_TOLD';
  }
}

/** @throws CommandFailure where the command failed; Error where it printed what a terminal obeys */
export async function command(...args) {
  const { exitCode, printed } = await quiet(...args);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what is looked for
  const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/.exec(
    printed,
  );
  if (obeyed !== null) throw new Error(`printed ${JSON.stringify(obeyed[0])}, which a terminal obeys`);
  if (exitCode !== 0) throw new CommandFailure(printed);
}
