import { pixelsOf } from '../drawing/drawing.js';
import { readFolder } from '../pictures/ownFolder.js';
import { attempt } from './attempt.js';
import { type GivenFile, type GivenModel, holdModel, holdPictures, modelAmong } from './modelFiles.js';
import { chooseOwnModel } from './models.js';
import { show } from './pad.js';
import { currentPanel, engine, loaded } from './state.js';

/** What was dropped or pasted: a model, pictures to learn from, or a picture to be taken apart. */
export async function openFiles(given: readonly GivenFile[]): Promise<void> {
  if (holdModel(given)) await openModel(given);
  else if (holdPictures(given)) openFolder(given);
  else if (given[0] !== undefined) await openPicture(given[0].file);
}

/** Where it is no picture, or blank, the drawing stays as it is and the page says why. */
async function openPicture(file: Blob): Promise<void> {
  await attempt('picture', async () => {
    const model = loaded.value;
    if (model === null) return;
    const picture = { kind: 'picture', file } as const;
    if ((await pixelsOf(engine, picture, model)) === null)
      throw new Error('There is no ink in this picture.');
    show(picture);
    currentPanel.value = 'draw';
  });
}

/** The panel that trains says what it understands of the pictures. */
function openFolder(given: readonly GivenFile[]): void {
  readFolder(given.map(({ path, file }) => ({ path, content: file })));
  currentPanel.value = 'train';
}

/** A model's files become the model of the page, and the panel that draws is shown. */
export async function openModel(given: readonly GivenFile[]): Promise<void> {
  let model: GivenModel | undefined;
  await attempt('model', async () => {
    model = await modelAmong(given);
  });
  if (model !== undefined) await drawWith(model);
}

export async function drawWith({ name, files }: GivenModel): Promise<void> {
  const own = { name, config: files['config.json'], weights: files['model.safetensors'] };
  const opened = await chooseOwnModel(own, () => {
    currentPanel.value = 'draw';
  });
  if (opened) requestAnimationFrame(() => document.getElementById('tab-draw')?.focus());
}
