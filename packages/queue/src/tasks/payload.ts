import { jsonChange } from '@rnp/errors';

/** The most that a payload or a result may hold, in bytes of JSON: the server keeps all of them in memory. */
const maxJsonBytes = 1024 * 1024;

/** The most that a report of progress may hold: it is written again and again. */
export const maxProgressBytes: number = 16 * 1024;

/** Values within values. Schemas and printers of JSON are recursive, and end with a full stack somewhere deeper. */
const maxDepth = 64;

/** What is wrong with a value that is to be sent as JSON and read back as it was, as the end of a sentence, or null. */
export function payloadProblem(value: unknown, maxBytes: number = maxJsonBytes): string | null {
  const shape = shapeProblem(value);
  if (shape !== null) return shape;
  const change = jsonChange(value);
  if (change !== null) return `${change.at === '' ? '' : `at ${change.at} `}${change.complaint}`;
  return sizeProblem(JSON.stringify(value), maxBytes);
}

/** Reads JSON that anybody may have written. Gives its value, or what is wrong with it as the end of a sentence. */
export function readJson(text: unknown): { readonly value: unknown } | { readonly problem: string } {
  if (typeof text !== 'string') return { problem: 'is no JSON' };
  const size = sizeProblem(text, maxJsonBytes);
  if (size !== null) return { problem: size };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `is no JSON: ${(error as Error).message}` };
  }
  const shape = shapeProblem(value);
  return shape === null ? { value } : { problem: shape };
}

function sizeProblem(text: string, maxBytes: number): string | null {
  const bytes = Buffer.byteLength(text);
  return bytes <= maxBytes
    ? null
    : `has ${bytes} bytes of JSON, more than the ${maxBytes} allowed: put what is large into a store`;
}

/** Goes through a value level by level, without recursion. A cycle is seen as depth. */
function shapeProblem(root: unknown): string | null {
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) return `is nested deeper than ${maxDepth} levels`;
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      // Such a key turns into a prototype wherever the object is copied key by key.
      if (Object.hasOwn(value, '__proto__')) return 'has a key __proto__';
      for (const inner of Object.values(value)) next.push(inner);
      // Each takes a byte at least; and a cycle would go on for ever.
      if (next.length > maxJsonBytes) return `holds more than ${maxJsonBytes} values`;
    }
    level = next;
  }
  return null;
}
