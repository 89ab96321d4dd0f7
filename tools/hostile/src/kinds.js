import * as checkpoint from './kinds/checkpoint.js';
import * as jpeg from './kinds/jpeg.js';
import * as model from './kinds/model.js';
import * as png from './kinds/png.js';
import * as record from './kinds/record.js';
import * as sweep from './kinds/sweep.js';
import * as tree from './kinds/tree.js';

/**
 * Kinds of input. Each makes inputs, every one a set of files, and tries one: `probe(dir)` reads the files in a folder as a
 * user's command would and throws what that throws.
 */
export const kinds = [png, jpeg, model, checkpoint, record, tree, sweep];
