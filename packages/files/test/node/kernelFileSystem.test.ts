import { tmpdir } from 'node:os';
import { expect, test } from '@jest/globals';
import { kernelFileSystem } from '../../src/node/index.js';

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('what the kernel shows as files is known by its file system', () => {
  expect(['/proc', '/proc/self/fd', '/sys', '/dev/pts'].map(kernelFileSystem)).toEqual([
    'proc',
    'proc',
    'sysfs',
    'devpts',
  ]);
});

test('a disk is none, nor is a place that is not there', () => {
  expect([tmpdir(), '/no/such/place'].map(kernelFileSystem)).toEqual([null, null]);
});
