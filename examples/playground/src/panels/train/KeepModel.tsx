import { type ModelFiles, modelFileOf } from '@rnp/vae';
import { named } from '../../app/droppedFiles.js';
import { drawWith, openModel } from '../../app/givenFiles.js';
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
        <button
          type="button"
          disabled={files === null}
          onClick={() => void drawWith({ name, files: files! })}
        >
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
          Open a model
          <input
            type="file"
            accept=".safetensors,.json"
            multiple
            class="visually-hidden"
            onChange={(event) => {
              const input = event.currentTarget;
              const given = named([...(input.files ?? [])]);
              // The same file can be opened again.
              input.value = '';
              if (given.length > 0) void openModel(given);
            }}
          />
        </label>
      </div>
      <p class="hint">
        The file is a model like any other of this project:{' '}
        <code>npx rnp parse digit.png --model {file}</code> reads it. A model that <code>rnp train</code> has
        trained opens here, too: choose its <code>model.safetensors</code> and <code>config.json</code>{' '}
        together, drop its folder on the page, or make one file of it with{' '}
        <code>npx rnp export-model RUN</code>.
      </p>
    </>
  );
}
