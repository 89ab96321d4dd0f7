import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CompilerState, Extractor, ExtractorConfig } from '@microsoft/api-extractor';

/**
 * Compares the report of every entry with the one in its package's api folder, or writes it there.
 *
 * @param {readonly import('./entries.js').Entry[]} entries
 * @param {{ write: boolean, temporary: string, repository: string }} options `temporary`: where reports are made
 * @returns {{ entry: import('./entries.js').Entry, changed: boolean, problems: string[] }[]}
 */
export function reportEntries(entries, { write, temporary, repository }) {
  const configs = entries.map((entry) => configOf(entry, temporary, repository));
  // One program for all: the declarations of tfjs and of the packages below are read once.
  const compilerState = CompilerState.create(configs[0], {
    additionalEntryPoints: entries.map(({ types }) => types),
  });
  return entries.map((entry, i) => {
    const problems = [];
    const result = Extractor.invoke(configs[i], {
      compilerState,
      localBuild: write,
      messageCallback: (message) => {
        message.handled = true;
        if (message.logLevel === 'error' && message.category !== 'console') problems.push(message.text);
      },
    });
    return { entry, changed: result.apiReportChanged, problems };
  });
}

function configOf({ folder, name, types }, temporary, repository) {
  const reportFolder = join(folder, 'api');
  mkdirSync(reportFolder, { recursive: true });
  const silent = { default: { logLevel: 'none' } };
  return ExtractorConfig.prepare({
    packageJsonFullPath: join(folder, 'package.json'),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: types,
      newlineKind: 'lf',
      compiler: {
        overrideTsconfig: {
          extends: join(repository, 'tsconfig.base.json'),
          compilerOptions: { noEmit: true, skipLibCheck: true, types: ['node'] },
          files: [types],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder,
        reportTempFolder: join(temporary, folder.split(/[\\/]/).at(-1)),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      // Docstrings are checked where the site is made of them; here only what is offered counts.
      messages: {
        compilerMessageReporting: { default: { logLevel: 'error' } },
        extractorMessageReporting: silent,
        tsdocMessageReporting: silent,
      },
    },
  });
}
