import { filesOfModelFile, type ModelFiles, modelFileOf } from '@rnp/vae';
import { attempt, chooseOwnModel, currentPanel } from '../../app/state.js';
import { announce } from '../../shared/announcer.js';
import { download } from '../../shared/download.js';

export interface KeepModelProps {
  /** Null while nothing has been learned. */
  readonly files: ModelFiles | null;
  readonly name: string;
}

/** What to do with a model: use it on this page, take it home, bring it back. */
export function KeepModel({ files, name }: KeepModelProps) {
  const file = `${name}.safetensors`;
  return (
    <>
      <div class="row">
        <button type="button" disabled={files === null} onClick={() => void drawWith(files!, name)}>
          Draw with it
        </button>
        <button
          type="button"
          disabled={files === null}
          onClick={() => {
            download(file, new Blob([modelFileOf(files!) as Uint8Array<ArrayBuffer>]));
            announce(`Saved as ${file}.`);
          }}
        >
          Save as a file
        </button>
        <label class="button">
          Open a file
          <input
            type="file"
            accept=".safetensors"
            class="visually-hidden"
            onChange={(event) => {
              const input = event.currentTarget;
              void openModel(input.files?.[0]).finally(() => {
                // The same file can be opened again.
                input.value = '';
              });
            }}
          />
        </label>
      </div>
      <p class="hint">
        The file is a model like any other of this project:{' '}
        <code>npx rnp parse digit.png --model {file}</code> reads it.
      </p>
    </>
  );
}

async function openModel(file: File | undefined): Promise<void> {
  if (file === undefined) return;
  let files: ModelFiles | undefined;
  await attempt(async () => {
    files = filesOfModelFile(new Uint8Array(await file.arrayBuffer()), file.name);
  });
  if (files !== undefined) await drawWith(files, file.name);
}

/** Makes it the model of the page, and shows the panel that draws. */
async function drawWith(files: ModelFiles, name: string): Promise<void> {
  const own = { name, config: files['config.json'], weights: files['model.safetensors'] };
  if (!(await chooseOwnModel(own))) return;
  currentPanel.value = 'draw';
  requestAnimationFrame(() => document.getElementById('tab-draw')?.focus());
}
