import { areTexts, check } from '../checks.js';
import { visible } from './visible.js';

/** A command on one line, quoted for a shell, so that it can be pasted. */
export function shellCommand(words: readonly string[]): string {
  areTexts('words', words);
  return words.map(shellWord).join(' ');
}

/** An option with its value, quoted for a shell. A value that begins with a dash is joined by '='. */
export function shellOption(name: string, value: string): string {
  check.text('name', name);
  check.text('value', value);
  return value.startsWith('-') ? `${name}=${shellWord(value)}` : `${name} ${shellWord(value)}`;
}

/**
 * One word of a command. Quoted where a POSIX shell needs that; with characters that no terminal shows, as `$'…'`, which bash, zsh and
 * POSIX of 2024 read.
 */
function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (visible(word) === word) return `'${word.replaceAll("'", `'\\''`)}'`;
  return `$'${visible(word.replaceAll('\\', '\\\\').replaceAll("'", "\\'"))}'`;
}
