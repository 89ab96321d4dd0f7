import { RnpError, type RnpErrorCode, shown } from '@rnp/errors';
import { check } from '../checks.js';

/** What to do, by the system's error code. */
const adviceOf: Readonly<Record<string, string>> = Object.freeze({
  ENOSPC: 'the disk is full. Make room, or choose a folder on another disk',
  EDQUOT: 'your disk quota is used up. Make room, or choose a folder on another disk',
  EFBIG: 'the file would be larger than the system allows. Raise the limit, or choose another disk',
  EROFS: 'the disk is read-only. Choose a folder on another disk',
  EACCES: 'permission is denied. Change the rights, or choose another folder',
  EPERM:
    'the system does not permit it. Change the rights, close programs that use it, or choose another folder',
  EBUSY: 'another program uses it. Close that program and try again',
  ENOTDIR: 'a file stands where a folder is needed. Move it away, or choose another folder',
  EEXIST: 'something else stands there. Move it away, or choose another folder',
  EISDIR: 'a folder stands where a file is needed. Move it away, or choose another name',
  ENOENT: 'there is nothing by that name. Check the spelling',
  ENAMETOOLONG: 'the name is too long. Choose a shorter one',
  ELOOP: 'its links go round in a circle. Choose another folder',
  EMFILE: 'too many files are open. Raise the limit (ulimit -n)',
  EIO: 'the disk reports an error. Check the disk, and choose a folder on another one',
});

/** What is being done to a file. */
export type FileAction = 'read' | 'write' | 'list' | 'delete';

const fileActions: readonly FileAction[] = Object.freeze(['read', 'write', 'list', 'delete']);

/**
 * The `RnpError` for a failure of the file system, with advice for the system's code. An error whose code
 * begins with `RNP_` is returned as it is.
 *
 * @param path of the file, named in the error
 * @param code of the new error
 * @param advice by the system's code (`ENOSPC`), instead of the usual advice
 * @throws RnpError RNP_CONFIG for invalid arguments
 */
export function fileError(
  cause: unknown,
  action: FileAction,
  path: string,
  code: RnpErrorCode = 'RNP_FILE',
  advice: Readonly<Record<string, string>> = {},
): Error {
  check.text('path', path);
  check.choice('action', action, fileActions);
  check.text('code', code);
  check.object('advice', advice);
  const system = codeOf(cause);
  if (cause instanceof Error && system?.startsWith('RNP_')) return cause;
  const what = adviceFor(system, action, advice) ?? (cause instanceof Error ? cause.message : shown(cause));
  return new RnpError(code, `cannot ${action}: ${what}${system ? ` (${system})` : ''}`, { path, cause });
}

function adviceFor(
  system: string | undefined,
  action: FileAction,
  advice: Readonly<Record<string, string>>,
): string | undefined {
  if (system === undefined) return undefined;
  if (Object.hasOwn(advice, system)) return advice[system];
  // Folders are made as needed; where Node cannot make one on a read-only disk, it says ENOENT.
  if (system === 'ENOENT' && action === 'write')
    return 'its folder cannot be made; the disk may be read-only. Choose a folder on another disk';
  return Object.hasOwn(adviceOf, system) ? adviceOf[system] : undefined;
}

/** The `code` of an error, such as 'ENOENT'; undefined if it has none. */
export function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}
