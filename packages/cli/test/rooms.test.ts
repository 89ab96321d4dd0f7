import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const packages = fileURLToPath(new URL('../../', import.meta.url));

test.each(['cli', 'runs'])('the README of %s says what each folder of its source is for', (name) => {
  const readme = readFileSync(`${packages}${name}/README.md`, 'utf8').split('## Rooms')[1]!;
  const said = [...readme.matchAll(/`(?:src\/|@rnp\/runs\/)?(\w+)`/g)].map(([, folder]) => folder);
  const folders = readdirSync(`${packages}${name}/src`, { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map((one) => one.name);
  expect(said).toEqual(expect.arrayContaining(folders));
});
