import { inWords, type Wording, wordingOf } from '@rnp/errors';
import { z } from 'zod';

// Why a task failed or was left is told by a worker and shown by whoever asks, who may write options as a program or as a command does.
// So it crosses the server as data: as its text where it names no option, as anything else may that fails there, or as `{"wording":[…]}`.

/** The most of a reason that is kept, in characters as people read it. */
const maxLength = 4000;

/** The most that it may take as JSON. */
const maxJsonLength = 64 * 1024;

const start = '{"wording":';

const word = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const named = z.strictObject({
  // It may be shown as a flag, to be pasted.
  option: z.string().regex(/^[A-Za-z][\w.-]{0,99}$/),
  // Flat: schemas and printers are recursive, and end with a full stack in what is nested deep.
  value: z.union([word, z.array(word), z.record(z.string(), word)]).optional(),
});
const record = z.strictObject({
  wording: z.array(z.union([z.string(), named, z.strictObject({ options: z.array(named) })])),
});

/** What an error says, as data; its words alone where its wording is none that crosses the server. */
export function reasonOf(error: Error): Wording {
  return dataOf(wordingOf(error)) ?? [String(error.message)];
}

/** Whether this is a wording that crosses the server as it is. */
export function isReason(value: unknown): value is Wording {
  return dataOf(value) !== null;
}

/** A reason as the server keeps it. @param max characters of it as people read it; the rest is left out */
export function reasonText(reason: Wording, max: number = maxLength): string {
  const kept = shortened(reason, max);
  const text = inWords(kept);
  if (kept.every((part) => typeof part === 'string') && !text.startsWith(start)) return text;
  const json = JSON.stringify({ wording: kept });
  return json.length <= maxJsonLength ? json : text;
}

/** Reads a reason that anybody may have written; what is no wording is taken for its text. */
export function readReason(text: string): Wording {
  const wording = text.startsWith(start) && text.length <= maxJsonLength ? wordingIn(text) : null;
  return shortened(wording ?? [text], maxLength);
}

function wordingIn(text: string): Wording | null {
  try {
    return (record.safeParse(JSON.parse(text)).data?.wording as Wording | undefined) ?? null;
  } catch {
    return null;
  }
}

function dataOf(wording: unknown): Wording | null {
  try {
    return wordingIn(JSON.stringify({ wording }));
  } catch {
    return null;
  }
}

function shortened(wording: Wording, max: number): Wording {
  const kept: Wording[number][] = [];
  let left = max;
  for (const part of wording) {
    const { length } = inWords([part]);
    if (length <= left) kept.push(part);
    else if (typeof part === 'string') kept.push(part.slice(0, left));
    left -= length;
    if (left <= 0) break;
  }
  return kept;
}
