/**
 * Checks the built packages against a file of reference values, of the form of golden.json:
 *
 *   npm run golden -- golden.json
 *
 * Exit code: 0 nothing missed, 1 something did, 2 the file cannot be read or is not of that form.
 */
import { golden } from './golden.js';

process.exitCode = await golden(process.argv.slice(2), console);
