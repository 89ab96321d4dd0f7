import { beforeAll, expect, test } from '@jest/globals';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import * as models from '../../src/models/index.js';
import { tinyModel } from '../use/tinyModel.js';

type Opened = { readonly model: { dispose(): void } };

const listen = (): void => undefined;
const listeners = { onData: listen, onNote: listen, onChoice: listen };
let folder: string;
let opened: models.OpenedModel;

beforeAll(async () => {
  // Names such as `text` are those of files here, too.
  process.chdir(temporaryFolder());
  folder = await tinyModel(temporaryFolder());
  opened = await models.openModel(folder, ['wasm']);
});

/** Right calls of every function. */
function rightCalls(): Readonly<Record<string, readonly unknown[]>> {
  const drawn = { fit: 'contain', ink: 'no', invert: 'auto', background: 'auto' };
  const flags = { data: 'digits', split: 'test', class: false, ...drawn };
  return {
    childrenPerLevelOf: [opened.model],
    findModel: ['mnist'],
    isIndex: ['3'],
    modelTraining: [{ ...opened }],
    openModel: [folder, ['wasm'], listen],
    openModelAndImage: ['3', { model: folder, ...flags }, ['wasm'], listeners],
    openModelData: [{ ...opened }, 'digits', 'test', listeners, [1]],
    readModelImages: [{ ...opened }, ['3'], flags, listeners],
    readStoredModel: [folder],
    requireRnp: [{ ...opened }],
  };
}

/** Those whose answer is not the caller's, and those whose answer owns a model. */
const calls: Readonly<Record<string, Call>> = {
  requireRnp: (given) => void models.requireRnp(given as models.OpenedModel),
  openModel: async (...given) => {
    const { model } = await (models.openModel as unknown as (...all: unknown[]) => Promise<Opened>)(...given);
    model.dispose();
  },
  openModelAndImage: async (...given) => {
    const open = models.openModelAndImage as unknown as (
      ...all: unknown[]
    ) => Promise<{ readonly opened: Opened }>;
    (await open(...given)).opened.model.dispose();
  },
};

const names = exportedFunctions(models);

test('every function is called below', () => {
  expect(Object.keys(rightCalls()).sort()).toEqual(names);
});

test.each(names)('%s throws its own errors and leaves no tensor', async (name) => {
  await expectOwnErrors(
    calls[name] ?? (models as unknown as Record<string, Call>)[name]!,
    rightCalls()[name]!,
    // Of a model that was no run, or is of no images, these are not known.
    ['preprocessing', 'runDir', 'data'],
  );
});
