import { documentShape } from '@rnp/runs/settings';

const titles = { model: 'Model', training: 'Training', data: 'Data' };

/**
 * docs/settings.md.
 *
 * @param {{ settings: readonly import('@rnp/runs/settings').Setting[], values: Readonly<Record<string, string>>,
 *   bookkeeping: typeof import('@rnp/runs/settings').bookkeepingTable,
 *   sweep: typeof import('@rnp/runs/sweep').sweepFields,
 *   corpus: typeof import('@rnp/runs/corpus').corpusSettings }} data the rows, the value of each in the preset that runs have unless they name
 *   one, and the fields of a sweep
 */
export function settingsPage({ settings, values, bookkeeping, sweep, corpus }) {
  const groups = Object.entries(titles).map(([group, title]) => [
    title,
    settings.filter((setting) => setting.group === group),
  ]);
  return [
    '# Settings',
    intro,
    ...groups.flatMap(([title, rows]) => [`## ${title}`, settingsFigure(rows, values)]),
    '## Beside the settings',
    'What `rnp train` and `rnp adapt` take as options, and `trainRun`: what is written and measured. It changes nothing of what is learned.',
    bookkeepingFigure(bookkeeping),
    '## A sweep’s file',
    table(['field', 'meaning'], fieldRows(sweep.file)),
    'An entry, the base or one of the list:',
    table(['field', 'meaning'], fieldRows(sweep.entry)),
    '## A corpus',
    'What `rnp parse FOLDER` takes as options, and `parseCorpus`, beside the model and how pictures are prepared.',
    corpusFigure(corpus),
    '## Without effect',
    'A setting that changes nothing beside the others of its place is refused by name.',
    effectFigure(settings),
    '## As others call them',
    `Who types another library’s name is told the one here: ${aliases(settings)}.\n`,
  ].join('\n\n');
}

const intro = `What a run can be told of its model, its training and its data:

- \`rnp train --set latent=8 levels=3\`, and the same with \`rnp adapt\` and \`rnp sweep\`;
- the \`grid\` and each \`set\` of a [sweep](guide/sweeps.md);
- \`rnp train --config FILE\`, a JSON file whose \`model\` and \`training\` hold fields of a model's \`config.json\`:
  \`${documentShape}\`;
- \`resolveSettings({ set: ['latent=8'] })\` of [@rnp/runs](../packages/runs/README.md).

Values are those of the preset \`quick-start\`; \`rnp settings --preset NAME\` shows those of another one.
Where \`none\` is a value, an empty one, such as \`overlap=\`, says it, too.

\`npm run settings\` writes this page from the rows of the packages that use the settings; a test compares the two.`;

function settingsFigure(rows, values) {
  return table(
    ['setting', 'value', 'values', 'meaning', 'example'],
    rows.map((row) => [
      `\`${row.name}\``,
      values[row.name] || '–',
      row.values,
      row.meaning,
      `\`${row.name}=${row.example}\``,
    ]),
  );
}

function effectFigure(settings) {
  const grounds = settings.flatMap(({ name, ofParts = false, idleWith = [] }) => [
    ...(ofParts ? [['network=conv-vae, which has no parts', name]] : []),
    ...idleWith.map(({ said }) => [said, name]),
  ]);
  const beside = [...new Set(grounds.map(([said]) => said))];
  return table(
    ['beside', 'without effect'],
    beside.map((said) => [said, listOf(grounds.filter(([one]) => one === said).map(([, name]) => name))]),
  );
}

function aliases(settings) {
  return settings
    .filter(({ alsoCalled = [] }) => alsoCalled.length > 0)
    .map(({ name, alsoCalled }) => `${alsoCalled.join(', ')} (\`${name}\`)`)
    .join('; ');
}

function corpusFigure(rows) {
  return table(
    ['option', 'unless given', 'meaning', 'example'],
    Object.entries(rows).map(([name, row]) => [
      `\`${name}\``,
      `${row.default}`,
      row.meaning,
      `\`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${row.example}\``,
    ]),
  );
}

function bookkeepingFigure(rows) {
  return table(
    ['option', 'unless given', 'values', 'meaning', 'example'],
    Object.entries(rows).map(([name, { otherwise, values, meaning, example }]) => {
      const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      const word = values.word === undefined ? '' : `, or ${values.word}`;
      return values.type === 'flag'
        ? [`\`${name}\``, otherwise, 'yes or no', meaning, `\`--no-${flag}\``]
        : [`\`${name}\``, otherwise, `whole number from 1${word}`, meaning, `\`--${flag} ${example}\``];
    }),
  );
}

function fieldRows(fields) {
  return fields.map(({ name, meaning }) => [`\`${name}\``, meaning]);
}

function listOf(names) {
  return names.map((name) => `\`${name}\``).join(', ');
}

/** As the formatter of the repository writes one. */
function table(head, rows) {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i].length)));
  const line = (row) => `| ${row.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
