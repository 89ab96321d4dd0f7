import { pageTheme } from '../page/theme.js';

/**
 * The report's looks. System fonts only; one column that reads from a phone to a lecture hall; dark for who prefers it;
 * on paper black on white, with nothing torn across pages.
 */
export const reportStyle: string = `
${pageTheme}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:400 1.0625rem/1.6 var(--sans);overflow-wrap:break-word}
main{max-width:64rem;margin:0 auto;padding:clamp(1.75rem,6vw,4.5rem) clamp(1rem,4vw,2.5rem) 3rem}
h1,h2,h3{font-family:var(--serif);font-weight:600;line-height:1.15;letter-spacing:-.01em;text-wrap:balance}
h1{font-size:clamp(2rem,6vw,3.25rem);margin:0}
h2{font-size:clamp(1.35rem,3.2vw,1.75rem);margin:0 0 .5rem}
h3{font-size:1.1875rem;margin:clamp(1.75rem,4vw,2.5rem) 0 0}
.lede{margin:.9rem 0 0;max-width:44rem;color:var(--soft);font-size:clamp(1.0625rem,2.2vw,1.25rem);line-height:1.5}
section{margin-top:clamp(2.75rem,6vw,4.25rem)}
.key{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:1.5rem 2rem;margin:clamp(1.75rem,4vw,2.75rem) 0 0;padding:1.4rem 0 1.3rem;border-block:1px solid var(--line)}
.key dt{color:var(--soft);font-size:.875rem;line-height:1.35}
.key dd{margin:.15rem 0 0;font:600 clamp(1.6rem,4vw,2.2rem)/1.2 var(--serif);font-variant-numeric:lining-nums tabular-nums;letter-spacing:-.01em;white-space:nowrap}
.key dd small{font:400 .875rem/1.35 var(--sans);color:var(--soft);letter-spacing:0;white-space:normal;display:block}
.key dd .unit{font:400 .9375rem/1 var(--sans);color:var(--soft);letter-spacing:0}
figure{margin:0;break-inside:avoid}
.scroll{overflow-x:auto;margin-top:1.1rem;padding-bottom:.25rem}
.picture{width:fit-content;max-width:100%}
.picture img,.picture svg{display:block;max-width:100%;height:auto}
@media (max-width:40rem){.wide .picture,.wide img,.wide svg{width:100%}}
@media (min-width:60rem){.pixels{image-rendering:pixelated}}
@media (min-width:66rem){.scroll.broad{margin-inline:calc(50% - min(50vw - 2rem,41rem))}.scroll.broad .picture{margin-inline:auto}}
.heads{position:relative;height:1.6rem;font-size:.8125rem;line-height:1.3;color:var(--soft)}
.heads span{position:absolute;bottom:.3rem;display:flex;justify-content:center;white-space:nowrap}
figcaption{margin-top:.9rem;max-width:44rem;color:var(--soft);font-size:.9375rem;line-height:1.5}
figcaption b{color:var(--ink);font-weight:600}
table{width:100%;border-collapse:collapse;font-size:.9375rem;line-height:1.45}
th,td{padding:.55rem 1rem .55rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:baseline}
th{font-weight:400}
td.value{font-weight:600;font-variant-numeric:lining-nums tabular-nums;white-space:nowrap}
td.note{color:var(--soft);padding-right:0}
table.compare{white-space:nowrap;font-variant-numeric:lining-nums tabular-nums}
table.compare thead th{color:var(--soft);font-size:.875rem}
@media (max-width:40rem){table:not(.compare) tr{display:grid;grid-template-columns:1fr auto;border-bottom:1px solid var(--line);padding:.5rem 0}table:not(.compare) :is(th,td){border:0;padding:0}td.value{text-align:right}td.note{grid-column:1/-1;font-size:.875rem}}
ul{padding-left:1.15rem;max-width:44rem}
li{margin:.35rem 0}
pre{margin:.9rem 0 0;padding:1rem 1.15rem;background:var(--tint);border-radius:.5rem;font:400 .875rem/1.6 var(--mono);white-space:pre-wrap;overflow-wrap:anywhere}
.small{color:var(--soft);font-size:.9375rem}
footer{margin-top:clamp(3rem,7vw,5rem);padding-top:1.1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.875rem}
@media print{body{font-size:10.5pt;background:#fff}main{max-width:none;padding:0}section{margin-top:2rem}.key,tr,pre{break-inside:avoid}h2,h3{break-after:avoid}.scroll{overflow:visible}.picture{max-width:100%}}
`.trim();
