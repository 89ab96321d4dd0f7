import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

test('a program that is written for pages finds the WASM backend in Node, too', () => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { usedWasmPaths, useBackend } from '@rnp/backend';
      import { wasmPaths } from '@rnp/backend/wasm-paths';
      const { name, refused } = await useBackend(['wasm', 'cpu'], { wasmPaths });
      console.log(name, refused.length, usedWasmPaths());`,
    ],
    { cwd: fileURLToPath(new URL('.', import.meta.url)), encoding: 'utf8' },
  );
  expect([stdout, stderr.slice(0, 200)]).toEqual(['wasm 0 undefined\n', '']);
});
