import { visible, visibleJson } from '@rnp/runs/words';
import { messages } from './outputs.js';

/** Tells people a line, on standard error. */
export function say(line: string): void {
  messages.write(`${visible(line)}\n`);
}

/** Tells programs something as a line of JSON, on standard error. */
export function sayJson(value: unknown): void {
  messages.write(`${visibleJson(JSON.stringify(value))}\n`);
}

/** Where an error came from, a line a call. Its message is not told again. */
export function stackOf(error: unknown): readonly string[] {
  const { stack = '' } = error as { readonly stack?: string };
  return stack.split('\n').filter((one) => /^ +at /.test(one));
}
