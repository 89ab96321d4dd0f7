import { ModelError } from '../errors.js';

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

/**
 * A failure of the file system as the user is told about it; errors that are typed already stay as they are.
 *
 * @returns ModelError RNP_FILE
 */
export function fileError(cause: unknown, action: 'read' | 'write', path: string): ModelError {
  if (cause instanceof ModelError) return cause;
  const code = codeOf(cause);
  const advice = adviceFor(code, action) ?? (cause as Error).message;
  return new ModelError('RNP_FILE', `cannot ${action}: ${advice}${code ? ` (${code})` : ''}`, path, {
    cause,
  });
}

function adviceFor(code: string | undefined, action: 'read' | 'write'): string | undefined {
  // Folders are made as needed; where Node cannot make one on a read-only disk, it says ENOENT.
  if (code === 'ENOENT' && action === 'write')
    return 'its folder cannot be made; the disk may be read-only. Choose a folder on another disk';
  return code === undefined ? undefined : adviceOf[code];
}

/** The system's code of a failure, such as ENOENT. */
export function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}
