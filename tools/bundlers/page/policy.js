import { webWorker } from '@rnp/vae/workers';
import { train } from './train.js';

const spawn = () => webWorker(new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }));

globalThis.answer = train({ spawn });
globalThis.refused = () => train().catch((error) => `${error.code}: ${error.message}`);
