import { distance } from 'fastest-levenshtein';
import { areTexts, check } from '../checks.js';

/** A word is meant when at least so much of it is as it was typed. */
const minLikeness = 0.5;
/** Where more letters than these are wrong, more of the word must be right: of a long one half is another word. */
const fewWrong = 2;
const minLikenessOfMany = 0.6;
/** Fewer letters begin too many words. */
const minBeginning = 3;
const maxMeant = 3;

/**
 * The candidates that somebody may have meant by a word, the likeliest first, 3 at most: another name of the
 * candidate, another spelling or separator (`learning_rate`), its beginning, or a few wrong letters.
 *
 * @param aliases other name, in lower case without separators → candidate
 */
export function meantBy(
  word: string,
  candidates: readonly string[],
  aliases: Readonly<Record<string, string>> = {},
): readonly string[] {
  check.text('word', word);
  areTexts('candidates', candidates);
  check.object('aliases', aliases);
  for (const [name, meant] of Object.entries(aliases)) check.text(`aliases.${name}`, meant);
  const typed = plain(word);
  const alias = Object.hasOwn(aliases, typed) ? aliases[typed] : undefined;
  if (alias !== undefined && candidates.includes(alias)) return [alias];
  const alike = candidates.map((candidate) => ({ candidate, share: likeness(typed, plain(candidate)) }));
  const best = Math.max(0, ...alike.map(({ share }) => share));
  if (best < minLikeness) return [];
  return alike
    .filter(({ share }) => share > best - 0.1)
    .sort((a, b) => b.share - a.share)
    .slice(0, maxMeant)
    .map(({ candidate }) => candidate);
}

/** '. Did you mean a or b?' for a mistyped word (`meantBy`); '' if nothing is near. */
export function didYouMean(
  word: string,
  candidates: readonly string[],
  aliases?: Readonly<Record<string, string>>,
): string {
  return meantWords(meantBy(word, candidates, aliases));
}

/** '. Did you mean a or b?' for words that may have been meant; '' for none. */
export function meantWords(meant: readonly string[]): string {
  areTexts('meant', meant);
  if (meant.length === 0) return '';
  return `. Did you mean ${meant.join(', ').replace(/, ([^,]*)$/, ' or $1')}?`;
}

/** From 0 to 1, the same word. */
function likeness(typed: string, candidate: string): number {
  const longer = Math.max(typed.length, candidate.length);
  if (longer === 0) return 0;
  const begun = typed.length >= minBeginning && candidate.startsWith(typed) ? minLikeness + 0.2 : 0;
  const wrong = distance(typed, candidate);
  const share = 1 - wrong / longer;
  return Math.max(begun, wrong > fewWrong && share < minLikenessOfMany ? 0 : share);
}

/** Capitals and separators are the commonest difference. */
function plain(word: string): string {
  return word.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
