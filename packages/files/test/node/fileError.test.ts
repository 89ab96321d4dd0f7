import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import { appendJsonLine, fileError } from '../../src/node/index.js';

describe('fileError', () => {
  // The kernel's own full disk.
  (existsSync('/dev/full') ? test : test.skip)('a full disk is named as such', async () => {
    await expect(appendJsonLine('/dev/full', { step: 1 })).rejects.toMatchObject({
      code: 'RNP_FILE',
      message: expect.stringMatching(/the disk is full\. Make room/),
    });
  });

  test('every failure of the system is told with its code; typed ones stay as they are', () => {
    const cause = Object.assign(new Error('x'), { code: 'EROFS' });
    const told = fileError(cause, 'write', 'runs/a');
    expect(told).toBeInstanceOf(RnpError);
    expect(told).toMatchObject({ code: 'RNP_FILE', path: 'runs/a', cause });
    expect(told.message).toBe(
      'runs/a: cannot write: the disk is read-only. Choose a folder on another disk (EROFS)',
    );
    expect(fileError(Object.assign(new Error('odd'), { code: 'EODD' }), 'read', 'a').message).toMatch(
      /odd \(EODD\)/,
    );
    const typed = Object.assign(new Error('x'), { code: 'RNP_CONFIG' });
    expect(fileError(typed, 'read', 'a')).toBe(typed);
  });
});
