import { loadModel, type ModelName } from '@rnp/models';
import { ModelError, modelFromFiles, type Rnp, readModelConfig } from '@rnp/vae';
import type { LoadedModel, OwnModel } from './messages.js';
import { StaleModelError } from './staleModelError.js';

interface Held {
  readonly about: LoadedModel;
  readonly model: Rnp;
  /** What it is loaded from, once more on another backend. */
  readonly from: ModelName | OwnModel;
}

/**
 * The model in use. The one before stays in use until the next is there, and when the next cannot be loaded.
 */
export class ModelShelf {
  #held: Held | null = null;
  #last = 0;

  /** Loads a model for `take`; the one in use can be asked meanwhile. @throws ModelError saying what is wrong with it */
  async load(from: ModelName | OwnModel): Promise<Held> {
    if (typeof from === 'string') {
      const { model, card } = await loadModel(from);
      return { about: this.#about(from, model, card, from), model, from };
    }
    const { name, config, weights } = from;
    const loaded = modelFromFiles({ 'config.json': config, 'model.safetensors': weights }, { path: name });
    if (loaded.kind === 'rnp') {
      const { data } = readModelConfig(config);
      return {
        about: this.#about(name, loaded.model, null, typeof data === 'string' ? data : null),
        model: loaded.model,
        from,
      };
    }
    loaded.model.dispose();
    throw new ModelError('RNP_CONFIG', 'is a model without parts; choose a Recursive Neural Program', name);
  }

  /** From now on this one is in use. */
  take(next: Held): LoadedModel {
    this.#held?.model.dispose();
    this.#held = next;
    return next.about;
  }

  /** The same model from new weights, as another backend needs them; null while there is none. */
  async again(): Promise<LoadedModel | null> {
    return this.#held && this.take(await this.load(this.#held.from));
  }

  /** @throws StaleModelError when another one is in use */
  get(id: number): Rnp {
    if (this.#held?.about.id !== id) throw new StaleModelError();
    return this.#held.model;
  }

  #about(name: string, { config }: Rnp, card: LoadedModel['card'], data: string | null): LoadedModel {
    return { id: ++this.#last, name, config, card, data };
  }
}
