// Reads the picture that is named: see largePictures.js.
import { readImage } from '@rnp/images/node';

await readImage(process.argv[2]);
