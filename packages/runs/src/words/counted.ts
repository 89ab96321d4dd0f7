import { check } from '../checks.js';

/** `1 step`, `2 steps`. */
export function counted(count: number, one: string, more = `${one}s`): string {
  check.number('count', count);
  check.text('one', one);
  check.text('more', more);
  return `${count} ${count === 1 ? one : more}`;
}
