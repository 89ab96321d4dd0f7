import { shown } from './shown.js';

/** The part of a value that JSON would change. */
export interface JsonChange {
  /** Where in the value, such as `.rates[1]`; '' for the value itself. */
  readonly at: string;
  /** What stands there and what JSON would make of it. */
  readonly complaint: string;
}

/**
 * The first part of a value that JSON would change, or null: numbers that are not finite, undefined, bigints, functions,
 * and objects that are neither plain nor lists, such as a Date, a Map or a typed array. An undefined property does not count: it is
 * left out, and reads as undefined afterwards. Nor does -0, which becomes 0.
 */
export function jsonChange(value: unknown): JsonChange | null {
  // Without recursion: what is looked at may be nested deeper than the stack, or hold itself.
  const within = new Set<object>();
  const left: (Place | { readonly leave: object })[] = [{ at: '', value }];
  while (left.length > 0) {
    const next = left.pop()!;
    if ('leave' in next) {
      within.delete(next.leave);
      continue;
    }
    const complaint = complaintOf(next.value, within);
    if (complaint !== null) return { at: next.at, complaint };
    if (typeof next.value !== 'object' || next.value === null) continue;
    within.add(next.value);
    left.push({ leave: next.value }, ...placesIn(next.value, next.at).reverse());
  }
  return null;
}

interface Place {
  readonly at: string;
  readonly value: unknown;
}

function complaintOf(value: unknown, within: ReadonlySet<object>): string | null {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return null;
  if (typeof value === 'number')
    return Number.isFinite(value) ? null : `is ${value}, of which JSON would make null`;
  if (typeof value !== 'object') return `is ${shown(value)}, which JSON does not know`;
  if (within.has(value)) return 'holds itself, which JSON cannot';
  if (Array.isArray(value) || isPlain(value)) return null;
  const { name } = value.constructor ?? {};
  return `is an object (${name}), of which JSON would make something else; give plain objects, lists, texts and numbers`;
}

function placesIn(value: object, at: string): Place[] {
  // Array.from has the gaps of a list, too.
  if (Array.isArray(value))
    return Array.from(value, (entry: unknown, i) => ({ at: `${at}[${i}]`, value: entry }));
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([key, inner]) => ({
      at: /^\w+$/.test(key) ? `${at}.${key}` : `${at}[${JSON.stringify(key)}]`,
      value: inner,
    }));
}

/** Of no class. An object of another frame or context is plain by another Object. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
