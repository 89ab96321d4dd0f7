import { expect, test } from '@jest/globals';
import { publishedCommand } from '../../src/record/publishedCommand.js';

test.each([
  ['rnp train --data /home/me/icons --out runs/icons', 'rnp train --data …/icons --out runs/icons'],
  [
    "rnp train --data '/home/me/my icons?size=30x40&colour=yes'",
    "rnp train --data '…/my icons?size=30x40&colour=yes'",
  ],
  ['rnp train --data ../icons --set latent=4', 'rnp train --data ../icons --set latent=4'],
  ['rnp train --config=/tmp/a/b.json /x', 'rnp train --config=…/b.json …/x'],
  ["rnp train --data 'C:\\Users\\me\\icons'", "rnp train --data '…/icons'"],
])('%s', (command, published) => {
  expect(publishedCommand(command)).toBe(published);
});
