import { statfsSync } from 'node:fs';
import { check } from '../checks.js';

/** What Linux shows as files and keeps nowhere, by the numbers of their file systems (linux/magic.h). */
const kernelFileSystems: ReadonlyMap<number, string> = new Map([
  [0x9fa0, 'proc'],
  [0x62656572, 'sysfs'],
  [0x1cd1, 'devpts'],
  [0x19800202, 'mqueue'],
  [0x27e0eb, 'cgroup'],
  [0x63677270, 'cgroup2'],
  [0x64626720, 'debugfs'],
  [0x74726163, 'tracefs'],
  [0x73636673, 'securityfs'],
  [0xf97cff8c, 'selinuxfs'],
  [0xcafe4a11, 'bpf'],
  [0x6165676c, 'pstore'],
  [0x62656570, 'configfs'],
  [0x42494e4d, 'binfmt_misc'],
  [0x6e736673, 'nsfs'],
  [0xde5e81e4, 'efivarfs'],
  [0x65735543, 'fusectl'],
]);

/**
 * The name of the kernel's file system that holds a path on Linux, such as 'proc': files cannot be kept
 * there, and reading may never end. Null for a path on a disk, or one that cannot be examined.
 */
export function kernelFileSystem(path: string): string | null {
  check.text('path', path);
  try {
    // Some numbers have the highest bit of 32 set.
    return kernelFileSystems.get(Number(statfsSync(path).type) >>> 0) ?? null;
  } catch {
    // Whatever is wrong with it is said when it is read or written.
    return null;
  }
}
