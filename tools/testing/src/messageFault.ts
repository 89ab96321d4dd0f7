/** Words of the engine, which say nothing of what was given. */
const engineWords =
  /Cannot (?:read|set|convert|destructure|mix) |is not (?:a function|iterable|a constructor|defined)|Invalid (?:typed )?array length|circular structure/;

/** What a template makes of an object. */
const anyObject = /\[object /;

/** A value that was put into a template as it is; "must be given, not undefined" says what was found there. */
const bareValue = /(?<!\b(?:not|is|are|be|or|of|has|have|holds|to) )\b(?:undefined|NaN)\b/;

/** What is wrong with these is an argument; other errors name a file, an image or a backend in their words. */
const argumentCodes = ['RNP_CONFIG', 'RNP_SHAPE', 'RNP_WEIGHTS', 'RNP_PARSE_TREE', 'RNP_IMAGE_RASTER'];

/**
 * What is wrong with the words and the path of an error about an argument: it names the argument, and every value as `shown` of @rnp/errors
 * shows it.
 *
 * @returns null where nothing is
 */
export function messageFault(error: unknown): string | null {
  const { message, path, code, name } = error as Readonly<
    Record<'message' | 'path' | 'code' | 'name', unknown>
  >;
  if (typeof message !== 'string' || message === '') return 'the error has no message';
  if (anyObject.test(message)) return `the message shows no value: ${message}`;
  // What was given as text may be anything.
  const own = message.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/\[[^\]]*\]/g, '[]');
  if (engineWords.test(own)) return `the message is the engine's: ${message}`;
  if (bareValue.test(own)) return `the message holds a bare value: ${message}`;
  // What was typed is shown as it was typed, which may be no argument of anything.
  if (name === 'UsageError' || !argumentCodes.includes(String(code))) return null;
  if (typeof path !== 'string' || path === '') return `the error names no argument: ${message}`;
  if (path.startsWith('typeof ')) return `the path is no argument's name: ${message}`;
  return null;
}
