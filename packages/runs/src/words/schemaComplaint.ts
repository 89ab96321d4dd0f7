import { shown } from '@rnp/errors';
import type { z } from 'zod';

/** What is wrong with a value that a schema refused, in the words in which every package says it: what it must be and what it is. */
export function schemaComplaint(issue: z.core.$ZodIssue, content: unknown): string {
  if (issue.code === 'unrecognized_keys') return `has what is not known here: ${issue.keys.join(', ')}`;
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], content);
  const must = needOf(issue);
  return must === null ? issue.message : `must be ${must}, not ${shown(value)}`;
}

/** Null for what has no such form: a schema's own words are told then. */
function needOf(issue: z.core.$ZodIssue): string | null {
  if (issue.code === 'invalid_type') return kinds[issue.expected] ?? `of type ${issue.expected}`;
  if (issue.code === 'too_small') return `${amountOf(issue.origin)} ${issue.minimum} or more`;
  if (issue.code === 'too_big') return `${amountOf(issue.origin)} ${issue.maximum} or less`;
  // The schema says what it takes.
  if (issue.code === 'invalid_union') return issue.message;
  if (issue.code === 'invalid_value') return issue.values.map((value) => JSON.stringify(value)).join(' or ');
  if (issue.code === 'invalid_format') return `text of the form ${issue.pattern ?? issue.format}`;
  return null;
}

const kinds: Readonly<Record<string, string>> = Object.freeze({
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  boolean: 'true or false',
});

function amountOf(origin: string): string {
  if (origin === 'string') return 'a string of length';
  if (origin === 'array') return 'a list of length';
  return 'a number of';
}
