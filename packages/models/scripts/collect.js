// Makes the folders in trained/ from the examples' committed results: config, weights, card, pictures. Weights are not
// committed twice: a build copies them (--weights-only); all else is committed, and a test holds it to the results.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { cardOf, cardText } from './card.js';
import { cards } from './cards.js';

const examples = new URL('../../../examples/', import.meta.url);
const trained = new URL('../trained/', import.meta.url);
const weightsOnly = process.argv.includes('--weights-only');

for (const name of Object.keys(cards)) {
  const results = new URL(`${name}/results/`, examples);
  const folder = new URL(`${name}/`, trained);
  await mkdir(folder, { recursive: true });
  await copyFile(new URL(`${name}.safetensors`, results), new URL('model.safetensors', folder));
  if (weightsOnly) continue;
  const config = await readFile(new URL(`${name}.json`, results), 'utf8');
  const card = cardOf(name, JSON.parse(await readFile(new URL('metrics.json', results), 'utf8')));
  await writeFile(new URL('config.json', folder), config);
  await writeFile(new URL('card.json', folder), `${JSON.stringify(card, null, 2)}\n`);
  await writeFile(new URL('README.md', folder), cardText(card, JSON.parse(config)));
  for (const picture of ['parts.png', 'samples.png']) {
    await copyFile(new URL(picture, results), new URL(picture, folder));
  }
  console.log(`${fileURLToPath(folder)} made`);
}
