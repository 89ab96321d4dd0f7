import { escapeText } from '../svg/escape.js';

/** A page in one file. Texts are escaped here; `header`, `content`, `style` and `script` are markup and code of our own. */
export interface HtmlPage {
  /** A tag of BCP 47. */
  readonly language: string;
  /** Title and heading. */
  readonly title: string;
  /** A sentence or two below the heading. */
  readonly summary?: string | undefined;
  /** What stands below it in the page's header. */
  readonly header?: string;
  readonly style: string;
  readonly content: readonly string[];
  readonly footer: string;
  /** With its source expression of a Content Security Policy. */
  readonly script?: { readonly text: string; readonly hash: string };
}

/** The page, which asks for nothing: its policy lets it load no file, and run no script but its own. */
export function htmlPage({
  language,
  title,
  summary,
  header = '',
  style,
  content,
  footer,
  script,
}: HtmlPage): string {
  const policy = [
    "default-src 'none'",
    'img-src data:',
    "style-src 'unsafe-inline'",
    ...(script === undefined ? [] : [`script-src '${script.hash}'`]),
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return [
    '<!doctype html>',
    `<html lang="${escapeText(language)}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">`,
    '<meta name="color-scheme" content="light dark">',
    '<link rel="icon" href="data:,">',
    `<title>${escapeText(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<header><h1>${escapeText(title)}</h1>${summary ? `<p class="lede">${escapeText(summary)}</p>` : ''}${header}</header>`,
    ...content,
    `<footer>${escapeText(footer)}</footer>`,
    '</main>',
    ...(script === undefined ? [] : [`<script>${script.text}</script>`]),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
