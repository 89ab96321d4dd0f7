import { check } from '../checks.js';

/**
 * What a terminal obeys or hides instead of showing it: C0 with its line feeds and tabs, DEL, C1, halves of surrogate pairs, line
 * and paragraph separators, direction marks, and characters without a width. The joiners U+200C and U+200D are none of these: Persian, Hindi
 * and emoji are written with them.
 */
const unseen =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

const short: Readonly<Record<string, string>> = Object.freeze({ '\n': '\\n', '\r': '\\r', '\t': '\\t' });

/**
 * A text as one line that a terminal shows unchanged. Characters that a terminal obeys or hides are escaped,
 * as in `\n` and `\u202e`, so a text from elsewhere cannot fake a second line.
 */
export function visible(text: string): string {
  check.text('text', text);
  return text.replace(unseen, (one) => short[one] ?? codeUnits(one));
}

/**
 * JSON that a terminal shows unchanged, with the same meaning: characters that a terminal obeys or hides are
 * escaped, except line breaks, which are outside of strings.
 */
export function visibleJson(json: string): string {
  check.text('json', json);
  return json.replace(unseen, (one) => (one === '\n' ? one : codeUnits(one)));
}

function codeUnits(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}
