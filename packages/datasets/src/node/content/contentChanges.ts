import { check } from '../../checks.js';

/**
 * The differences between two contents in words, such as '2 files added, 1 removed and 3 changed'; '' if
 * there are none.
 *
 * @param before digest of each file by its path, as `DataContent.files`
 * @param now the same, later
 * @throws RnpError RNP_CONFIG if one of them is not an object
 */
export function contentChanges(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): string {
  check.object('before', before);
  check.object('now', now);
  const [was, is] = [Object.keys(before), Object.keys(now)];
  const added = is.filter((path) => !Object.hasOwn(before, path)).length;
  const removed = was.filter((path) => !Object.hasOwn(now, path)).length;
  const changed = is.filter((path) => Object.hasOwn(before, path) && before[path] !== now[path]).length;
  const parts = (
    [
      [added, 'added'],
      [removed, 'removed'],
      [changed, 'changed'],
    ] as const
  ).filter(([count]) => count > 0);
  return parts
    .map(([count, what], i) => `${count} ${i > 0 ? '' : count === 1 ? 'file ' : 'files '}${what}`)
    .join(', ')
    .replace(/, ([^,]*)$/, ' and $1');
}
