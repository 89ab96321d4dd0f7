/** Colours and typefaces of our pages: system fonts only; dark for who prefers it. */
export const pageTheme: string = `
:root{color-scheme:light dark;--page:#fcfcfb;--ink:#1a1e23;--soft:#545d68;--line:#e2e4e7;--tint:#f1f3f4;--accent:#0072b2;
--serif:ui-serif,"Iowan Old Style","Palatino Linotype",Palatino,"Book Antiqua",Georgia,serif;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
@media screen and (prefers-color-scheme:dark){:root{--page:#14171b;--ink:#e7eaed;--soft:#9ba6b2;--line:#2b3138;--tint:#1c2127;--accent:#56b4e9}}
`.trim();
