import { check } from '../checks.js';

/**
 * A number with its noun: '1 step', '2 steps'.
 *
 * @param more the plural. Default `one` with an s
 */
export function counted(count: number, one: string, more = `${one}s`): string {
  check.number('count', count);
  check.text('one', one);
  check.text('more', more);
  return `${count} ${count === 1 ? one : more}`;
}
