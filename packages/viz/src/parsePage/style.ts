import { pageTheme } from '../page/theme.js';

/**
 * The parse page's looks: the picture large and always on black, as the model sees it, the tree beside it or, where there is no
 * room, below; each part known by its colour everywhere.
 */
export const parsePageStyle: string = `
${pageTheme}
*{box-sizing:border-box}
[hidden]{display:none!important}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:400 1rem/1.55 var(--sans);overflow-wrap:break-word}
main{max-width:76rem;margin:0 auto;padding:clamp(1.5rem,4vw,3.5rem) clamp(1rem,4vw,2.5rem) 2.5rem}
h1,h2{font-family:var(--serif);font-weight:600;line-height:1.15;letter-spacing:-.01em;text-wrap:balance;margin:0}
h1{font-size:clamp(1.9rem,5vw,3rem)}
h2{font-size:1.35rem}
.lede{margin:.7rem 0 0;max-width:44rem;color:var(--soft);font-size:clamp(1.0625rem,2vw,1.2rem);line-height:1.5}
.viewer{display:grid;gap:clamp(1.75rem,4vw,3.25rem);margin-top:clamp(1.5rem,4vw,2.75rem)}
.viewer>*{min-width:0}
@media (max-width:55.99rem){.viewer{gap:1rem}.picture{display:contents}.viewer .stage{position:sticky;top:.5rem;z-index:1;max-height:40vh;max-width:none;box-shadow:0 0 0 .5rem var(--page)}.node{scroll-margin-top:44vh}.viewer .controls,.viewer .detail{margin:0}}
@media (min-width:56rem){.viewer{grid-template-columns:minmax(20rem,27rem) 1fr;align-items:start}.picture{position:sticky;top:1.5rem}}

.stage{display:block;width:100%;max-width:34rem;max-height:80vh;background:#000;border-radius:.6rem;touch-action:pan-y}
.live .stage{cursor:crosshair}
.stage .seen{image-rendering:pixelated}
.stage image{opacity:0}
.stage mask image{opacity:1}
[data-view=seen] .seen,[data-view=redrawn] .redrawn{opacity:1}
.leaf{fill:var(--c1)}
[data-view=seen] .leaf,[data-view=redrawn] .leaf{opacity:0}
.has-lit .stage>image.seen,.has-lit .stage>image.redrawn{opacity:0}
.has-lit[data-view=seen] .stage>.seen,.has-lit[data-view=redrawn] .stage>.redrawn{opacity:.22}
.has-lit .leaf{opacity:.16}
.has-lit[data-view=seen] .leaf,.has-lit[data-view=redrawn] .leaf{opacity:0}
.has-lit[data-view] .leaf.lit{opacity:1}
.leaf.later,.has-lit .leaf.later{opacity:0!important}
.stepping:not(.has-lit) .leaf.latest{filter:brightness(1.25)}
.frame{fill:none;stroke-width:1.5;vector-effect:non-scaling-stroke;stroke-dasharray:5 4;opacity:0;pointer-events:none}
.frame.lit{opacity:.9}
@media (prefers-reduced-motion:no-preference){.leaf,.stage image,.node{transition:opacity .14s,background-color .14s,box-shadow .14s}}

.controls{display:flex;flex-wrap:wrap;gap:.75rem 1.25rem;align-items:center;margin-top:1rem}
.views{display:flex;margin:0;padding:0;border:1px solid var(--line);border-radius:.5rem;overflow:hidden}
legend,.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.views label{position:relative}
.views label+label{border-left:1px solid var(--line)}
.views input{position:absolute;inset:0;opacity:0;margin:0;cursor:pointer}
.views span{display:block;padding:.5rem .8rem;font-size:.875rem;line-height:1.4;color:var(--soft)}
.views input:checked+span{background:var(--tint);color:var(--ink);font-weight:600}
.views input:focus-visible+span{outline:2px solid var(--accent);outline-offset:-3px;border-radius:.5rem}
.drawing{display:flex;flex:1 1 14rem;gap:.75rem;align-items:center}
.drawing input{flex:1;min-width:6rem;height:1.75rem;margin:0;accent-color:var(--accent)}
output{min-width:4.2rem;font-size:.875rem;color:var(--soft);font-variant-numeric:tabular-nums;text-align:right}
.play{flex:none;width:2.75rem;height:2.75rem;border:1px solid var(--line);border-radius:50%;background:var(--page);color:var(--ink);cursor:pointer}
.play:hover{background:var(--tint)}
.play span{display:block;width:.8rem;height:.9rem;margin:auto;background:currentColor;clip-path:polygon(12% 0,100% 50%,12% 100%)}
.play.playing span{clip-path:polygon(5% 0,35% 0,35% 100%,65% 100%,65% 0,95% 0,95% 100%,5% 100%)}
:is(.play,input[type=range]):focus-visible{outline:2px solid var(--accent);outline-offset:3px}
.detail{min-height:4.7em;margin:.9rem 0 0;max-width:34rem;color:var(--soft);font-size:.9375rem;line-height:1.5}

.tree,.tree ul{list-style:none;margin:0;padding:0}
.node{display:flex;gap:.85rem;align-items:center;border-radius:.55rem;padding:.4rem;cursor:default}
.live .node{cursor:pointer}
.node img{display:block;width:4.5rem;aspect-ratio:1;background:#000;border-radius:.3rem;object-fit:contain;flex:none}
.node.empty img,.node.empty .name{opacity:.45}
.name{font-weight:600;line-height:1.3}
.share{color:var(--soft);font-size:.875rem;line-height:1.3;font-variant-numeric:tabular-nums}
.tree>li>.node{display:grid;grid-template-columns:auto 1fr;column-gap:1rem;width:fit-content;padding-right:1.2rem}
.tree>li>.node img{grid-row:1/3;width:5.5rem}
.tree>li>.node .name{align-self:end;font:600 1.25rem/1.2 var(--serif)}
.tree>li>.node .share{align-self:start}
.tree>li>ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,18.5rem),1fr));gap:1.1rem;margin-top:1.1rem}
[data-depth="1"]{border:1px solid var(--line);border-top:4px solid var(--c);border-radius:.6rem;padding:.55rem}
[data-depth="1"]>.node{display:grid;grid-template-columns:auto 1fr;column-gap:.85rem}
[data-depth="1"]>.node img{grid-row:1/3;box-shadow:0 0 0 2px var(--c)}
[data-depth="1"]>.node .name{align-self:end}
[data-depth="1"]>.node .share{align-self:start}
[data-depth="1"]>ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(3.6rem,1fr));gap:.2rem;margin-top:.45rem;padding-top:.45rem!important;border-top:1px solid var(--line)}
[data-depth="1"] ul .node{flex-direction:column;gap:.2rem;padding:.35rem .2rem;text-align:center}
[data-depth="1"] ul .node img{width:100%;max-width:3.4rem;border-bottom:3px solid var(--c)}
[data-depth="1"] ul .name{font-size:.8125rem}
[data-depth="1"] ul .share{font-size:.75rem}
.node.lit{background:var(--tint)}
.node[aria-selected=true]{box-shadow:inset 0 0 0 2px var(--ink)}
.node:focus-visible{outline:3px solid var(--accent);outline-offset:1px}

.again{margin-top:clamp(2.5rem,5vw,3.5rem)}
pre{margin:.7rem 0 0;padding:.9rem 1.1rem;background:var(--tint);border-radius:.5rem;font:400 .875rem/1.6 var(--mono);white-space:pre-wrap;overflow-wrap:anywhere}
footer{margin-top:clamp(2.5rem,6vw,4rem);padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.875rem}
@media (forced-colors:active){.views input:checked+span{outline:2px solid Highlight;outline-offset:-3px}.stage,.node img{forced-color-adjust:none}}
@media print{body{background:#fff;font-size:10pt}main{max-width:none;padding:0}.controls,.detail{display:none}.viewer{grid-template-columns:16rem 1fr}.picture{position:static}[data-depth="1"]{break-inside:avoid}.stage,.node img{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`.trim();

/** Leaves in the colours of the nodes of each depth. */
export function depthStyle(depths: number): string {
  return Array.from(
    { length: depths },
    (_, d) => `\n[data-view="${d + 1}"] .leaf{fill:var(--c${d + 1})}`,
  ).join('');
}
